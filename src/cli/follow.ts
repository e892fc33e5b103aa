import type { ItemView } from '../items/views.ts';
import type { Client } from './client.ts';
import { getItem } from './client.ts';
import type { Command, Told } from './command.ts';
import { CommandError } from './command-error.ts';
import { deliveryTable, isFinal, watch } from './watch.ts';

/** A platform that answers at all does so within a minute; what takes longer goes on by itself. */
const PATIENCE_MS = 90_000;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An item by its id or its external id. Throws CommandError. */
export const findItem = async (client: Client, name: string | undefined): Promise<ItemView> => {
  if (name === undefined) throw new CommandError('请给出稿件：编号或外部编号（npx yigao status 列出全部）');
  if (UUID.test(name)) return getItem(client, name);
  const { items } = await client.get<{ items: { id: string }[] }>(`/api/items?externalId=${encodeURIComponent(name)}`);
  const [found] = items;
  if (!found) throw new CommandError(`没有找到稿件“${name}”；npx yigao status 列出全部`);
  return getItem(client, found.id);
};

const isFine = ({ status }: ItemView['deliveries'][number]): boolean => status === 'live' || status === 'withdrawn';

/** Waits until every delivery is final, showing each as it gets there; then the table, and what to do if one is not fine. */
export const follow = async (client: Client, id: string, { say, signal }: Command): Promise<Told> => {
  await watch({
    read: async () => [await getItem(client, id)],
    tell: (_, { channelName, statusName }, done, all) => say(`  ${done}/${all}  ${statusName}  ${channelName}`),
    signal,
    timeoutMs: PATIENCE_MS,
  });
  const item = await getItem(client, id);
  const waiting = item.deliveries.filter((delivery) => !isFinal(delivery));
  const failed = item.deliveries.filter((delivery) => isFinal(delivery) && !isFine(delivery));
  const advice = [
    ...(waiting.length > 0 ? [`仍在进行，服务运行时会自动继续；查看：npx yigao status ${item.id}`] : []),
    ...(failed.length > 0 ? [`处理后重试：npx yigao retry ${item.id}`] : []),
  ];
  return {
    text: ['', deliveryTable([item]), ...advice].join('\n'),
    json: { id: item.id, externalId: item.externalId, revision: item.revision, deliveries: item.deliveries },
    ok: failed.length === 0,
  };
};
