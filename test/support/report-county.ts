import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { fakeAdapter, fakeChannel } from './fakes.ts';

/** A portal and an account as reports know them. */
export const REPORT_CHANNELS = [
  fakeChannel({
    adapter: fakeAdapter({ kind: 'portal-column' }),
    settings: { organizer: '明溪县人民政府办公室', siteName: '明溪县人民政府', icp: '待填', siteIdCode: '3504210001' },
  }),
  fakeChannel({ id: 'wechat', name: '明溪在线', adapter: fakeAdapter({ kind: 'wechat-account' }) }),
];

export interface Shown {
  readonly title: string;
  readonly channel: string;
  readonly type?: string;
  readonly column?: string;
  /** Each time it was published there, oldest first; the first is what counts. */
  readonly at: readonly string[];
  readonly goneAt?: string;
}

/** An item as a channel has shown it. Answers its delivery. */
export const show = async (db: Database, { title, channel, type = 'notice', column = 'tzgg', at, goneAt }: Shown) => {
  const [row] = await db.execute<{ id: string; itemId: string }>(sql`
    with item as (
      insert into items (external_id, type, unit_id, column_id, title, revision, published_at)
      values (${title}, ${type}, 'xzfb', ${column}, ${title}, 1, ${at[0]})
      on conflict (external_id) do update set title = excluded.title returning id)
    insert into deliveries (item_id, channel_id, desired, desired_revision, actual, actual_revision, status)
    select id, ${channel}, 'live', 1, 'live', 1, 'live' from item returning id, item_id as "itemId"`);
  const { id = '', itemId = '' } = row ?? {};
  for (const [index, instant] of at.entries())
    await db.execute(sql`
      insert into receipts (delivery_id, generation, revision, remote_id, url, rendition_hash, at, gone_at)
      values (${id}, ${index}, 1, ${`r${index}`}, ${`https://p.test/${id}`}, 'x', ${instant}, ${goneAt ?? null})`);
  await db.execute(sql`
    insert into audits (delivery_id, url, host, verdict, seen_at, created_at)
    values (${id}, ${`https://p.test/${id}`}, 'p.test', 'same', ${at[0]}, ${at[0]})`);
  return { deliveryId: id, itemId };
};
