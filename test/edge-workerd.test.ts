import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFeed } from '../src/deliveries/feed.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { openEdgeWorker, type EdgeWorker } from './support/edge-worker.ts';
import { portalChannel, readRollups, rollAll, SITE, storeSite, type SitePages } from './support/reach-site.ts';
import { seedBasics } from './support/seed.ts';

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36';

let database: TestDatabase;
let site: SitePages;
let worker: EdgeWorker;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedBasics(database.db, [portalChannel()]);
  site = await storeSite(database.db, 3);
  await openFeed(database.db, 'esanming').put({ itemId: site.itemIds[0] ?? '', version: 1, body: null });
  worker = await openEdgeWorker(database.url, {
    FEED_CHANNELS: 'esanming',
    REACH_CHANNELS: 'portal, esanming',
    LINK_CHANNEL: 'portal',
    SITE_ADDRESSES: `${SITE}/`,
    CHANNEL_ADDRESSES: '',
  });
});
afterAll(async () => {
  await worker.close();
  await database.close();
});

const count = async (): Promise<number> => {
  const [row] = await database.db.execute<{ n: number }>(sql`select count(*)::int as n from reach_hits`);
  return row?.n ?? 0;
};
const hit = (n: number): Promise<Response> =>
  worker.fetch(`/reach/portal.gif?page=1&item=${site.itemIds[n % 3]}&from=`, {
    'user-agent': BROWSER,
    'cf-connecting-ip': `203.0.113.${n % 10}`,
  });

describe.sequential('the edge in workerd', () => {
  it('counts every hit of many at once, each once, in batches', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => hit(n)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers[0]?.headers.get('content-type')).toBe('image/gif');
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    await expect.poll(count).toBe(100);
    await rollAll(database.db);
    const totals = await readRollups(database.db, 'beacon');
    expect(totals.get('channel portal views all 1970-01-01')).toBe(100);
    expect(totals.get('channel portal visitors all 1970-01-01')).toBe(10);
  });

  it('leads to the copy, and counts it; serves the feed and its schema, and counts the reading', async () => {
    const [item = ''] = site.itemIds;
    const answer = await worker.fetch(`/r/${item}/1`, { 'user-agent': BROWSER });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${SITE}/a/${item}.html`]);
    expect((await worker.fetch('/go/portal/nowhere')).status).toBe(404);
    expect(await (await worker.fetch('/feeds/esanming/guides')).json()).toMatchObject({
      entries: [{ id: item, state: 'withdrawn' }],
    });
    expect((await worker.fetch('/feeds/schema.json')).status).toBe(200);
    await expect.poll(count).toBe(102);
  });

  it('loses nothing while the database is away', async () => {
    await database.db.execute(sql.raw(`alter table reach_hits rename to away`));
    await Promise.all(Array.from({ length: 20 }, async (_, n) => (await hit(n)).arrayBuffer()));
    const waiting = async () => ((await (await worker.fetch('/reach/status')).json()) as { waiting: number }).waiting;
    expect(await waiting()).toBe(20);
    await database.db.execute(sql.raw(`alter table away rename to reach_hits`));
    await expect.poll(waiting).toBe(0);
    expect(await count()).toBe(122);
  });
});
