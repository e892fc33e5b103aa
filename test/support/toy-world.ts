import type { Permission } from '../../src/core/permissions.ts';
import { ChannelError, type ChannelFault } from '../../src/core/faults.ts';
import { createTestDatabase } from './database.ts';
import { person } from './people.ts';
import { createToyPlatform, createToyAdapter, type ToyPlatform } from './toy-channel.ts';
import { channelOf, createWorld, type World } from './world.ts';

const OPERATE: readonly Permission[] = [
  'item-read',
  'item-withdraw',
  'delivery-retry',
  'delivery-resolve',
  'channel-manage',
];
export const operator = person('政府办', OPERATE);
export const townOperator = person('民政局', OPERATE, { unitIds: ['xmzj'] });

export interface ToyWorld {
  readonly world: World;
  /** Changes its copies. */
  readonly portal: ToyPlatform;
  /** Cannot. */
  readonly wechat: ToyPlatform;
  close(): Promise<void>;
}

/** Two toy channels on a database of their own. */
export const openToyWorld = async (): Promise<ToyWorld> => {
  const database = await createTestDatabase();
  const [portal, wechat] = [createToyPlatform(), createToyPlatform()];
  const channels = [
    channelOf('portal', createToyAdapter(portal, { canUpdate: true })),
    channelOf('wechat', createToyAdapter(wechat, {})),
  ];
  const world = await createWorld({ database, channels });
  return { world, portal, wechat, close: () => database.close() };
};

/** Every call of this operation fails so, until it is told otherwise. */
export const failAt = (platform: ToyPlatform, operation: string, fault: ChannelFault): void => {
  platform.failures.set(operation, () => new ChannelError(fault, '试验中的故障'));
};
