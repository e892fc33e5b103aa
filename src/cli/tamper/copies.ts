import { readFile, rm, writeFile } from 'node:fs/promises';
import type { ItemView } from '../client.ts';
import { byHand, faithful, pageOf, portalFile, told, type Hands, type Tampered, type Tampering } from './hands.ts';

/** Tries one copy after the other. */
const onFirst =
  (tamper: (item: ItemView, hands: Hands) => Promise<Tampered | null>): Tampering =>
  async (items, hands) => {
    for (const item of items) {
      const done = await tamper(item, hands);
      if (done) return [done];
    }
    return [];
  };

/** Numbers of the text with the words around them, so that each is found once, and the same with one digit changed. */
const changedNumbers = ({ revisions }: ItemView): { from: string; to: string }[] =>
  Array.from((revisions[0]?.content.body ?? '').matchAll(/[\u4e00-\u9fff]{2}\d+[\u4e00-\u9fff]{1,2}/g), ([from]) => ({
    from,
    to: from.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
  }));

export const editPortal = onFirst(async (item, hands) => {
  const delivery = faithful(item, 'portal');
  if (!delivery) return null;
  const file = portalFile(delivery, hands);
  const html = await readFile(file, 'utf8');
  const change = changedNumbers(item).find(({ from }) => html.split(from).length === 2);
  if (!change) return null;
  await writeFile(file, html.replace(change.from, change.to));
  return told(item, delivery, { what: `把“${change.from}”改成“${change.to}”`, expects: 'differs' });
});

export const deletePortal = onFirst(async (item, hands) => {
  const delivery = faithful(item, 'portal');
  if (!delivery || item.type === 'policy') return null;
  await rm(portalFile(delivery, hands));
  return told(item, delivery, { what: '删除页面文件', expects: 'missing' });
});

export const agePortal = onFirst(async (item, hands) => {
  const delivery = faithful(item, 'portal');
  if (!delivery) return null;
  const file = portalFile(delivery, hands);
  const html = await readFile(file, 'utf8');
  const aged = html.replace(
    /(<meta name="PubDate" content=")(\d{4})/,
    (_, start: string, year: string) => start + String(Number(year) - 1),
  );
  if (aged === html) return null;
  await writeFile(file, aged);
  return told(item, delivery, { what: '把网页标签里的发布时间改早一年', expects: 'date-changed' });
});

export const editWechat = onFirst(async (item, hands) => {
  const delivery = faithful(item, 'wechat');
  if (!delivery) return null;
  for (const change of changedNumbers(item)) {
    const done = await byHand(hands, '/sandbox/wechat/__hand', { page: pageOf(delivery), replace: change });
    if (done) return told(item, delivery, { what: `把“${change.from}”改成“${change.to}”`, expects: 'differs' });
  }
  return null;
});

export const deleteWechat = onFirst(async (item, hands) => {
  const delivery = faithful(item, 'wechat');
  if (!delivery) return null;
  const done = await byHand(hands, '/sandbox/wechat/__hand', { page: pageOf(delivery), delete: true });
  return done ? told(item, delivery, { what: '删除文章', expects: 'missing' }) : null;
});

export const editGuide = onFirst(async (item, hands) => {
  const delivery = faithful(item, 'esanming');
  const phone = item.revisions[0]?.content.guide?.phone;
  if (!delivery || phone === undefined) return null;
  const to = phone.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  const done = await byHand(hands, '/sandbox/esanming/__hand', { id: item.id, from: phone, to });
  return done ? told(item, delivery, { what: `把咨询电话“${phone}”改成“${to}”`, expects: 'differs' }) : null;
});
