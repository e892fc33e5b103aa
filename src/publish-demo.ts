import { demoFiles, demoItems, type DemoItem } from '../db/seed/index.ts';
import { ApiError, createClient, listAll, type Client, type Received } from './cli/client.ts';
import { deliveryTable, watch } from './cli/watch.ts';
import type { Service } from './service.ts';

/** The slowest sandbox is done in seconds; a start that waits longer than this would look dead. */
const PATIENCE_MS = 30_000;

const uploadFiles = async (client: Client): Promise<ReadonlyMap<string, string>> => {
  const uploaded = new Map<string, string>();
  for (const { name, data } of demoFiles()) uploaded.set(name, (await client.upload(data, name)).id);
  return uploaded;
};

/** Names of files become the ids they were given. */
const withAssets = (item: DemoItem, ids: ReadonlyMap<string, string>): DemoItem => {
  const idOf = (name: string): string => ids.get(name) ?? name;
  return {
    ...item,
    ...(item.body ? { body: item.body.replace(/\{([\w.-]+)\}/g, (_, name: string) => idOf(name)) } : {}),
    ...(item.cover ? { cover: idOf(item.cover) } : {}),
    attachments: (item.attachments ?? []).map((file) => ({ ...file, asset: idOf(file.asset) })),
  };
};

/** Null: somebody has corrected it meanwhile, and the newer content stays. */
const submit = async (client: Client, item: DemoItem): Promise<Received | null> => {
  try {
    return await client.post<Received>('/api/items', item);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'other-content') return null;
    throw error;
  }
};

/**
 * Hands in the demo's items through the same door as everybody and shows how they go out. A second start finds them
 * there already. Stops looking when `signal` says so.
 */
export const publishDemo = async (
  { fetch, operatorKey }: Service,
  origin: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const client = createClient({ origin, key: operatorKey, send: fetch });
  const ids = await uploadFiles(client);
  const received: (Received | null)[] = [];
  for (const item of demoItems()) received.push(await submit(client, withAssets(item, ids)));
  const isFirst = received.some((each) => each?.created);
  if (isFirst) say(`演示稿件 ${received.length} 篇，正在发布到各渠道：`);
  const items = await watch({
    read: () => listAll(client),
    tell: (item, { channelName, statusName }, done, all) => {
      if (isFirst) say(`  ${String(done).padStart(2)}/${all}  ${statusName}  ${channelName}  ${item.title}`);
    },
    signal,
    timeoutMs: PATIENCE_MS,
  });
  if (!signal.aborted) say(`\n${deliveryTable(items.toReversed())}\n`);
};
