import { wechatAccount } from '../../../adapters/wechat-account/index.ts';
import { createWechatSandbox } from '../../../adapters/wechat-account/sandbox.ts';
import { createTestDatabase, setClock } from '../database.ts';
import { channelOf, createWorld } from '../world.ts';
import { openPlatformServer } from './platform-server.ts';
import type { WorkerTask } from './worker-process.ts';

/** An account on a platform that other processes reach, with the database's clock running. */
export const openScene = async () => {
  const database = await createTestDatabase();
  const server = await openPlatformServer();
  const sandbox = createWechatSandbox({
    base: server.origin,
    folder: null,
    clock: () => new Date(),
    callbackUrl: 'http://yigao.test/callbacks/wechat',
    feedUrl: '',
    fetch: () => Promise.reject(new TypeError('no callbacks here')),
  });
  const settings = Object.fromEntries(
    Object.entries(wechatAccount.settings).flatMap(([name, setting]) => {
      const value = sandbox.settings[name] ?? ('default' in setting ? setting.default : undefined);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  server.answerWith((request) => sandbox.fetch(request));
  const world = await createWorld({
    database,
    channels: [channelOf('wechat', wechatAccount, settings)],
    fetch: globalThis.fetch,
  });
  await setClock(database.db, null);
  const published = (): number => sandbox.effects().filter(({ effect }) => effect === 'published').length;
  const effect = (name: string): number => sandbox.effects().filter((each) => each.effect === name).length;
  const channel: WorkerTask['channel'] = { id: 'wechat', kind: 'wechat-account', name: '明溪在线', settings };
  const close = async (): Promise<void> => {
    await server.close();
    await database.close();
  };
  return { database, sandbox, channel, world, published, effect, close };
};
