import { readFile, writeFile } from 'node:fs/promises';
import { getItem, type ItemView, type Received } from '../client.ts';
import { watch } from '../watch.ts';
import { faithful, portalFile, told, type Hands, type Tampering } from './hands.ts';

const PATIENCE_MS = 60_000;

/** A correction as its author would send it; answers the item once every channel is done with it. */
const correct = async (item: ItemView, { client, signal }: Hands): Promise<ItemView> => {
  const [newest] = item.revisions;
  const at = new Date().toISOString();
  await client.post<Received>('/api/items', {
    ...newest?.content,
    changeNote: '演示：更正一次，随后把更正前的页面放回去',
    externalId: item.externalId,
    previous: item.hash,
    author: newest?.author,
    approvals: item.approvals
      .filter(({ revision }) => revision === item.revision)
      .map(({ stage, name }) => ({ stage, name, at })),
  });
  const read = async () => [await getItem(client, item.id)];
  await watch({ read, tell: () => undefined, signal, timeoutMs: PATIENCE_MS });
  return getItem(client, item.id);
};

/** The portal shows the revision before the newest, as after a restored backup. */
export const outdatePortal: Tampering = async (items, hands) => {
  // A guide, so that all three channels see a correction; from the end, so that the first stay for what follows.
  const item = items.findLast((each) => each.type === 'guide' && faithful(each, 'portal') !== null);
  const before = item && faithful(item, 'portal');
  if (!item || !before) return [];
  const file = portalFile(before, hands);
  const backup = await readFile(file);
  const { deliveries, revision } = await correct(item, hands);
  const portal = deliveries.find(({ channel }) => channel === before.channel);
  if (portal?.status !== 'live' || portal.actualRevision !== revision) return [];
  await writeFile(file, backup);
  return [told(item, portal, { what: `更正为第 ${revision} 版之后，把上一版的页面放回去`, expects: 'outdated' })];
};
