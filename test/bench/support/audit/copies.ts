import { sql } from 'drizzle-orm';
import { defineAdapter, type Adapter, type Rendition } from '../../../../adapters/contract.ts';
import type { Database } from '../../../../db/client.ts';
import { ITEM_TYPES } from '../../../../src/core/content.ts';
import type { Channel } from '../../../../src/context.ts';
import { source } from '../../../support/fakes.ts';
import { seedBasics } from '../../../support/seed.ts';
import { DIFFERENT, paragraphsOf, PUBLISHED, titleOf } from './pages.mjs';

type ReadCopy = NonNullable<Adapter['readCopy']>;

/** A site as others run it: a text and its 网页标签, no mark of ours. */
const siteAdapter = (readCopy: ReadCopy) =>
  defineAdapter({
    kind: 'stub',
    name: '测速网站',
    takes: ITEM_TYPES,
    settings: {},
    goesPublicAt: 'post',
    steps: { post: '发出' },
    limits: {
      title: { max: 300, unit: 'codepoint', source },
      body: { max: 2_000_000, unit: 'codepoint', source },
      images: { max: 10, bytes: 1_000_000, types: ['image/png'], source },
      rate: { max: 1_000_000, perMs: 1_000, source },
      quotas: {},
    },
    render: ({ itemId, revision, content: { title, body } }): Rendition => ({
      itemId,
      revision,
      title,
      body,
      text: body.replaceAll('</p><p>', '\n').replace(/<[^>]+>/g, ''),
      images: [],
    }),
    tags: ({ content, column }) => ({
      ArticleTitle: content.title,
      ContentSource: content.source,
      ColumnName: column.name,
      SiteName: '明溪县人民政府',
      PubDate: PUBLISHED,
    }),
    publish: () => Promise.reject(new Error('nothing is published here')),
    readCopy,
    withdraw: () => Promise.resolve({ state: 'gone' }),
    locate: () => Promise.resolve(null),
  });

/** As the portal's, but for the marks: all that is asked of a copy beside its words is asked of these, too. */
const readSite: ReadCopy = ({ blocks, images, links }, { url }) =>
  blocks.length > 0
    ? { kind: 'article', copy: { url, images, links: links.map((link) => link.url), revision: null } }
    : { kind: 'unknown', why: '页面是空的' };

/** `readCopy`: as a platform of its own has it. */
export const siteChannel = (readCopy: ReadCopy = readSite): Channel => ({
  id: 'site',
  name: '测速网站',
  adapter: siteAdapter(readCopy),
  settings: {},
  off: null,
});

const contentOf = (n: number) => ({
  type: 'notice',
  unit: 'xzfb',
  column: 'tzgg',
  title: titleOf(n),
  source: '明溪县人民政府办公室',
  keywords: [],
  disclosure: { kind: '主动公开' },
  attachments: [],
  channels: 'all',
  body: `<p>${paragraphsOf(n).join('</p><p>')}</p>`,
});

const ROWS = 250;
const storeContents = async (db: Database): Promise<void> => {
  await db.execute(sql`create table bench_contents (n integer primary key, content jsonb not null)`);
  for (let from = 0; from < DIFFERENT; from += ROWS) {
    const rows = Array.from({ length: ROWS }, (_, at) => ({ n: from + at, content: contentOf(from + at) }));
    await db.execute(sql`insert into bench_contents
      select n, content from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made(n integer, content jsonb)`);
  }
};

/** Published items and what is known of their copies, as the engine would have left them; no copy was looked at yet. */
export const storeCopies = async (db: Database, origin: string, many: number): Promise<void> => {
  await seedBasics(db, [siteChannel()]);
  await storeContents(db);
  await db.execute(sql`create table bench_copies as
    select n, gen_random_uuid() as item, gen_random_uuid() as delivery from generate_series(0, ${many - 1}) as n`);
  const title = sql`content ->> 'title'`;
  const made = sql`bench_copies join bench_contents on bench_contents.n = bench_copies.n % ${DIFFERENT}`;
  await db.execute(sql`insert into items (id, external_id, type, unit_id, title, revision, published_at)
    select item, item::text, 'notice', 'xzfb', ${title}, 1,
      ${`${PUBLISHED}+08`}::timestamptz from ${made}`);
  await db.execute(sql`insert into revisions (item_id, number, hash, content, author)
    select item, 1, md5(item::text), content, '张三' from ${made}`);
  await db.execute(sql`insert into deliveries (id, item_id, channel_id, desired, desired_revision, status, actual,
      actual_revision, remote_id, url, live_since, generation, token)
    select delivery, item, 'site', 'live', 1, 'live', 'live', 1, n::text, ${origin} || '/p/' || n, clock(), 1, 1
    from bench_copies`);
  await db.execute(sql`insert into audits (delivery_id, url, host, next_look_at)
    select delivery, ${origin} || '/p/' || n, ${new URL(origin).host}, clock() from bench_copies`);
  await db.execute(sql`create index on bench_copies (n)`);
  await db.execute(sql`analyze`);
};

/** Nothing was ever looked at; the copies stand at these addresses. */
export const forgetLooks = async (db: Database, origin: string, path: string): Promise<void> => {
  await db.execute(sql`truncate findings, snapshots`);
  await db.execute(sql`truncate audits`);
  await db.execute(sql`insert into audits (delivery_id, url, host, next_look_at)
    select delivery, ${origin} || ${path} || n, ${new URL(origin).host}, clock() from bench_copies`);
  await db.execute(sql`vacuum analyze audits`);
};

/** All are due again. */
export const makeDue = async (db: Database): Promise<void> => {
  await db.execute(sql`update audits set next_look_at = clock()`);
  await db.execute(sql`vacuum analyze audits`);
};

export const copiesFrom = async (db: Database, from: number, many: number): Promise<string[]> => {
  const rows = await db.execute<{ delivery: string }>(
    sql`select delivery from bench_copies where n >= ${from} order by n limit ${many}`,
  );
  return rows.map(({ delivery }) => delivery);
};

/** How many looks came to each verdict, and in which way. */
export const countLooks = async (db: Database, ids: readonly string[]) => {
  const rows = await db.execute<{ what: string; many: number }>(sql`
    select coalesce(verdict, 'none') || ' by ' || coalesce(way, 'nothing') as what, count(*)::int as many from audits
    where delivery_id = any(${`{${ids.join(',')}}`}::uuid[]) group by 1`);
  return new Map(rows.map(({ what, many }) => [what, many]));
};
