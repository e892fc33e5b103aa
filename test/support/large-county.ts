import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { gzipSync } from 'node:zlib';
import type { Transaction } from '../../db/client.ts';
import type { TestDatabase } from './database.ts';

const ITEMS = 100_000;
/** What the items of such a county are about. */
export const SUBJECTS = ['停水', '停电', '招聘', '征收'];

/** Fills without these indexes and builds them afterwards, as defined: many times faster, and the same in the end. */
const withoutIndexes = async ({ db }: TestDatabase, names: readonly string[], fill: () => Promise<void>) => {
  const found = await db.execute<{
    name: string;
    definition: string;
  }>(sql`select indexname as name, indexdef as definition
    from pg_indexes where indexname in ${names}`);
  expect(found).toHaveLength(names.length);
  for (const { name } of found) await db.execute(sql.raw(`drop index ${name}`));
  await fill();
  for (const { definition } of found) await db.execute(sql.raw(definition));
  await db.execute(sql`vacuum analyze`);
};

const textArray = (texts: readonly string[]) =>
  sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;

const CONTENT = {
  type: 'notice',
  unit: 'xzfb',
  column: 'tzgg',
  title: '标题',
  source: '明溪县人民政府办公室',
  keywords: [],
  disclosure: { kind: '主动公开' },
  attachments: [],
  channels: 'all',
  body: '<p>正文</p>',
};

/** Items on three channels, each `sparse`th of them with something still to do. */
const fill = async (db: Transaction, many: number, sparse: number): Promise<void> => {
  // Looking up the row behind each foreign key would take most of the time.
  await db.execute(sql`set local session_replication_role = replica`);
  await db.execute(sql`insert into items (external_id, type, unit_id, column_id, title, revision, published_at)
    select 'e' || n, (array['notice', 'policy', 'news'])[1 + n % 3], (array['xzfb', 'xmzj'])[1 + n % 2],
      (array['tzgg', 'zcwj', 'zwdt'])[1 + n % 3],
      case n when 77 then '龙湖水库除险加固公告' else '关于' || (${textArray(SUBJECTS)})[1 + n % 4] || '的通知' end,
      1, clock() - n * interval '1 second'
    from generate_series(1, ${many}) n`);
  await db.execute(sql`insert into deliveries (item_id, channel_id, desired, desired_revision, actual, actual_revision,
      status, next_try_at)
    select items.id, channels.id, 'live', 1, 'live', 1, case when items.seq % ${sparse} = 0 then 'retrying' else 'live' end,
      case when items.seq % ${sparse} = 0 then clock() + interval '1 hour' end
    from items, channels`);
  await db.execute(sql`insert into outbox (delivery_id, channel_id, due_at)
    select id, channel_id, next_try_at from deliveries where next_try_at is not null`);
  await db.execute(sql`insert into events (actor, kind, item_id, delivery_id)
    select 'converge', 'delivery-published', item_id, id from deliveries`);
  await db.execute(sql`insert into revisions (item_id, number, hash, content, author)
    select id, 1, md5(id::text), ${JSON.stringify(CONTENT)}::jsonb, '张三' from items`);
  await db.execute(sql`insert into approvals (item_id, revision, stage, name, at, hash)
    select id, 1, '签发', '李四', clock(), md5(id::text) from items`);
  await db.execute(sql`insert into steps (delivery_id, generation, name, state, result, done_at)
    select id, 1, 'put', 'done', '{"value": "1"}', clock() from deliveries`);
  await db.execute(sql`insert into receipts (delivery_id, generation, revision, remote_id, url, rendition_hash)
    select id, 1, 1, '1', 'https://fake.test/1', md5(id::text) from deliveries`);
  await db.execute(sql`insert into audits (delivery_id, url, host, verdict, seen_at, since, next_look_at)
    select id, 'https://h' || n % 50 || '.test/' || id, 'h' || n % 50 || '.test', 'same', clock(), clock(),
      clock() + interval '1 hour' - case when n % 300 = 0 then interval '2 hours' else interval '0' end
    from (select id, row_number() over () n from deliveries) each`);
  await db.execute(sql`insert into findings (subject, kind, severity, state, fingerprint, delivery_id, item_id, channel_id,
      unit_id, due_at)
    select 'delivery:' || deliveries.id, 'differs', 'critical', case when items.seq % ${sparse} = 0 then 'open' else 'closed' end,
      'f', deliveries.id, item_id, channel_id, unit_id, clock()
    from deliveries join items on items.id = item_id where items.seq % 3 = 0 or items.seq % ${sparse} = 0`);
  await db.execute(sql`insert into callbacks (channel_id, key, ref, data)
    select 'wechat', 'k' || n, 'r' || n, '{}' from generate_series(1, 20000) n`);
  await db.execute(sql`insert into quotas (channel_id, call, day, used)
    select channels.id, 'call' || c, current_date - d, 1 from channels, generate_series(1, 10) c, generate_series(1, 400) d`);
  await db.execute(sql`insert into feed_entries (channel_id, item_id, version)
    select 'esanming', id, 1 from items where seq % 5 = 0`);
  await db.execute(sql`insert into drafts (external_id, authors, content, type, unit_id, title, status, round, stage,
      saved_by, updated_at, submitted_at)
    select 'd' || n, '[{"id": "a", "name": "张三"}]', ${JSON.stringify(CONTENT)}::jsonb, 'notice', (array['xzfb', 'xmzj'])[1 + n % 2], '关于停水的更正',
      case when n % ${sparse} = 0 then 'reviewing' when n % ${sparse} = 1 then 'returned' else 'approved' end, 1, '签发',
      '{"id": "a", "name": "张三"}', clock() - n * interval '1 second', clock() - n * interval '1 second'
    from generate_series(1, ${Math.ceil(many / 4)}) n`);
  await db.execute(sql`insert into reviews (draft_id, round, decision, person_id, name, hash)
    select id, 1, 'submitted', 'a', '张三', '' from drafts`);
  await fillReach(db);
};

/** A year in which all items but a few were read in one month or another. */
const fillReach = async (db: Transaction): Promise<void> => {
  await db.execute(sql`insert into reach_days (channel_id, source, day, state, changes, rolled)
    select 'portal', 'beacon', date '2026-01-01' + d, 'told', 1, 1 from generate_series(0, 364) d`);
  await db.execute(sql`insert into reach_rollups (scope, scope_id, channel_id, source, metric, period, start, value)
    select 'item', id, 'portal', 'beacon', 'views', period, case period when 'month' then
      make_date(2026, (1 + seq % 12)::int, 1) when 'year' then date '2026-01-01' else date '1970-01-01' end, seq % 1000 + 1
    from items cross join (values ('month'), ('year'), ('all')) as periods(period) where seq % 100 > 0`);
  await db.execute(sql`insert into reach_rollups (scope, scope_id, channel_id, source, metric, period, start, value)
    select 'unit', units.id, 'portal', 'beacon', metric, 'month', make_date(2026, m, 1), 100 * m
    from units, generate_series(1, 12) m, (values ('views'), ('visits'), ('visitors')) as metrics(metric)`);
};

/** Everything a county has after many years; the channels must be there. */
export const fillCounty = (database: TestDatabase): Promise<void> =>
  withoutIndexes(database, ['items_search', 'drafts_search'], () =>
    database.db.transaction((tx) => fill(tx, ITEMS, 50)),
  );

/** What an office says of itself: reports, and whom it tells. */
const fillSpeech = async (tx: Transaction, many: number): Promise<void> => {
  await tx.execute(sql`insert into notice_targets (name, way, sealed, topics, by, failures, failure)
    select '值班群' || n, 'wecom', 'v1.x', array['finding'], '张伟', 1, '没有得到答复' from generate_series(1, ${many}) n`);
  await tx.execute(sql`insert into report_entries (kind, period, field, value, by)
    select 'annual', '2025', field, '填报' || field, '邓国平' from unnest(array['innovation-other', 'head', 'weibo']) field`);
  const source = { state: 'entered', source: '填报：邓国平' };
  const line = { id: 'head', group: null, name: '单位负责人', unit: null, value: '邓国平', ...source };
  const table = { name: '表', note: '说明', head: ['名称'], rows: [['内容']] };
  const blocks = [{ title: '填报人员', paragraphs: ['一段话'], lines: [line], tables: [table] }];
  const content = { kind: 'annual', period: '2025', title: '年报', label: '2025年度', basis: '依据', blocks };
  await tx.execute(sql`insert into report_editions (kind, period, number, content, hash, by)
    select 'annual', '2025', n, ${JSON.stringify(content)}::jsonb, md5(n::text), '邓国平' from generate_series(1, ${many}) n`);
};

/** A small county of the same kinds of rows, and of the rows that an office has besides: users, keys, units, a snapshot. */
export const fillOffice = ({ db }: TestDatabase, many: number): Promise<void> =>
  db.transaction(async (tx) => {
    await fill(tx, many, 2);
    await tx.execute(sql`insert into users (id, name, email, username, roles)
      select 'filled-' || n, '职员' || n, 'filled' || n || '@example.invalid', 'filled' || n, array['editor']
      from generate_series(1, ${many}) n`);
    await tx.execute(sql`insert into units (id, name)
      select 'unit-' || n, '第' || n || '号单位' from generate_series(1, ${many}) n`);
    await tx.execute(sql`insert into api_keys (name, hash, scopes)
      select '密钥' || n, md5(n::text), array['items:read'] from generate_series(1, ${many}) n`);
    await tx.execute(sql`insert into saved_filters (person_id, name, query)
      select 'filled-1', '筛选' || n, 'type=notice' from generate_series(1, ${Math.min(many, 50)}) n`);
    await tx.execute(sql`insert into assets (id, mime, bytes, data)
      select encode(sha256(n::text::bytea), 'hex'), 'image/png', 1, '\\x00'::bytea from generate_series(1, ${many}) n`);
    await tx.execute(sql`insert into events (actor, kind, item_id, data)
      select '黄丽华', 'audits-asked', id, '{"copies": 3}' from items`);
    await tx.execute(sql`update deliveries set status = 'parked', fault = 'outcome-unknown', fault_text = '没有答复'
      where status = 'retrying'`);
    const page = gzipSync('<!doctype html><title>页</title><p>关于停水的通知');
    await tx.execute(
      sql`insert into snapshots (hash, bytes, mime, data) values ('snapshot', 40, 'text/html', ${page})`,
    );
    await tx.execute(sql`update findings set snapshot = 'snapshot'`);
    await fillSpeech(tx, many);
  });
