import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FindingKind } from '../core/findings.ts';
import type { DeliveryView, ItemView } from './client.ts';

/** Where the demo keeps its platforms. */
export interface Place {
  readonly origin: string;
  readonly dataDir: string;
}
/** One thing done behind the service's back. */
export interface Tampered {
  readonly item: string;
  readonly title: string;
  readonly channel: string;
  readonly channelName: string;
  /** Chinese: what was done. */
  readonly what: string;
  /** What the next audit should say of it. */
  readonly expects: FindingKind;
}
type Tampering = (item: ItemView, place: Place) => Promise<Tampered | null>;

const faithful = ({ deliveries }: ItemView, channel: string): DeliveryView | null =>
  deliveries.find((each) => each.channel === channel && each.audit?.verdict === 'same') ?? null;

const told = (
  item: ItemView,
  { channel, channelName }: DeliveryView,
  what: string,
  expects: FindingKind,
): Tampered => ({
  item: item.id,
  title: item.title,
  channel,
  channelName,
  what,
  expects,
});

/** Numbers of the text with the words around them, so that each is found once, and the same with one digit changed. */
const changedNumbers = ({ revisions }: ItemView): { from: string; to: string }[] =>
  Array.from((revisions[0]?.content.body ?? '').matchAll(/[\u4e00-\u9fff]{2}\d+[\u4e00-\u9fff]{1,2}/g), ([from]) => ({
    from,
    to: from.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
  }));

const portalFile = ({ url }: DeliveryView, { origin, dataDir }: Place): string =>
  join(dataDir, 'portal', 'htdocs', decodeURIComponent((url ?? '').slice(`${origin}/portal/`.length)));

const post = async ({ origin }: Place, path: string, body: unknown): Promise<boolean> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.ok && ((await response.json()) as { changed: boolean }).changed;
};
const pageOf = ({ url }: DeliveryView): string => (url ?? '').split('/').at(-1) ?? '';

const editPortal: Tampering = async (item, place) => {
  const delivery = faithful(item, 'portal');
  if (!delivery) return null;
  const file = portalFile(delivery, place);
  const html = await readFile(file, 'utf8');
  const change = changedNumbers(item).find(({ from }) => html.split(from).length === 2);
  if (!change) return null;
  await writeFile(file, html.replace(change.from, change.to));
  return told(item, delivery, `把“${change.from}”改成“${change.to}”`, 'differs');
};

const deletePortal: Tampering = async (item, place) => {
  const delivery = faithful(item, 'portal');
  if (!delivery || item.type === 'policy') return null;
  await rm(portalFile(delivery, place));
  return told(item, delivery, '删除页面文件', 'missing');
};

const agePortal: Tampering = async (item, place) => {
  const delivery = faithful(item, 'portal');
  if (!delivery) return null;
  const file = portalFile(delivery, place);
  const html = await readFile(file, 'utf8');
  const aged = html.replace(
    /(<meta name="PubDate" content=")(\d{4})/,
    (_, start: string, year: string) => start + String(Number(year) - 1),
  );
  if (aged === html) return null;
  await writeFile(file, aged);
  return told(item, delivery, '把网页标签里的发布时间改早一年', 'date-changed');
};

/** The page says of itself that it is the revision before, as after a restored backup. A first revision has none. */
const outdatePortal: Tampering = async (item, place) => {
  const delivery = faithful(item, 'portal');
  if (!delivery || item.revision < 2) return null;
  const file = portalFile(delivery, place);
  const html = await readFile(file, 'utf8');
  const old = html.replace(
    /(<meta name="YigaoRevision" content=")(\d+)/,
    (_, start: string, revision: string) => start + String(Number(revision) - 1),
  );
  if (old === html) return null;
  await writeFile(file, old);
  return told(item, delivery, '换成旧备份的页面', 'outdated');
};

const editWechat: Tampering = async (item, place) => {
  const delivery = faithful(item, 'wechat');
  if (!delivery) return null;
  for (const change of changedNumbers(item)) {
    const done = await post(place, '/sandbox/wechat/__hand', { page: pageOf(delivery), replace: change });
    if (done) return told(item, delivery, `把“${change.from}”改成“${change.to}”`, 'differs');
  }
  return null;
};

const deleteWechat: Tampering = async (item, place) => {
  const delivery = faithful(item, 'wechat');
  if (!delivery) return null;
  const done = await post(place, '/sandbox/wechat/__hand', { page: pageOf(delivery), delete: true });
  return done ? told(item, delivery, '删除文章', 'missing') : null;
};

const editGuide: Tampering = async (item, place) => {
  const delivery = faithful(item, 'esanming');
  const phone = item.revisions[0]?.content.guide?.phone;
  if (!delivery || phone === undefined) return null;
  const to = phone.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  const done = await post(place, '/sandbox/esanming/__hand', { id: item.id, from: phone, to });
  return done ? told(item, delivery, `把咨询电话“${phone}”改成“${to}”`, 'differs') : null;
};

/** Each once, on a copy of its own. */
export const tamperings: readonly Tampering[] = [
  editPortal,
  editWechat,
  editGuide,
  deletePortal,
  deleteWechat,
  agePortal,
  outdatePortal,
];
