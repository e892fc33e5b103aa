import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuffer, type Arrival, type WriteArrivals } from '../../src/reach/buffer.ts';
import { createLimiter } from '../../src/reach/limiter.ts';
import { writeArrivals } from '../../src/reach/write.ts';
import { createApp } from '../../src/web/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { fakeContext } from '../support/fakes.ts';
import { portalChannel, readRollups, rollAll, SITE, storeSite, type SitePages } from '../support/reach-site.ts';
import { seedBasics } from '../support/seed.ts';
import type { Context } from '../../src/context.ts';

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36';

let database: TestDatabase;
let ctx: Context;
let site: SitePages;
beforeAll(async () => {
  database = await createTestDatabase();
  let now = Date.parse('2026-11-25T02:00:00Z');
  // No two hits of a test come at once: which of two began a visit would be anyone's guess.
  ctx = { ...fakeContext(database, { channels: [portalChannel()] }), clock: () => new Date((now += 1)) };
  await seedBasics(database.db, ctx.channels.values());
  site = await storeSite(database.db, 2);
});
afterAll(() => database.close());

const open = (write: WriteArrivals = writeArrivals(database.db), max = 1_000) => {
  const hits = createBuffer({ write, max });
  const app = createApp(ctx, { origin: () => 'http://yigao.test', mounts: [], hits });
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    app.fetch(new Request(`http://yigao.test${path}`, { headers: { 'user-agent': BROWSER, ...headers } }));
  return { hits, get };
};

describe('the page counter', () => {
  it('answers a picture that no cache keeps, sets no cookie, and any site may show', async () => {
    const { get } = open();
    const answer = await get('/reach/portal.gif?page=1');
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer()).slice(0, 3)).toEqual(new TextEncoder().encode('GIF'));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/gif',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(answer.headers.has('set-cookie')).toBe(false);
    expect((await get('/reach/nowhere.gif')).status).toBe(404);
  });

  it('counts item, column, unit and site; not bots, loading ahead, HEAD, or ids that are none of ours', async () => {
    const { get, hits } = open();
    const [item = ''] = site.itemIds;
    await get(`/reach/portal.gif?page=1&item=${item}&from=https%3A%2F%2Fwww.baidu.com%2F`);
    await get('/reach/portal.gif?page=1&column=tzgg&from=');
    await get('/reach/portal.gif?page=1&unit=xmzj');
    await get('/reach/portal.gif?page=1', { 'user-agent': 'curl/8' });
    await get('/reach/portal.gif?page=1', { 'sec-purpose': 'prefetch' });
    await get('/reach/portal.gif?page=1&item=11111111-1111-4111-8111-111111111111');
    await get('/reach/portal.gif?page=1&item=../../x');
    await hits.flush();
    expect(hits.state()).toMatchObject({ arrived: 5, written: 4, strange: 1, waiting: 0, lost: 0 });
    await rollAll(database.db);
    const totals = await readRollups(database.db, 'beacon');
    const all = (key: string): number | undefined => totals.get(`${key} all 1970-01-01`);
    expect(all(`item ${item} views`)).toBe(1);
    expect(all('column tzgg views')).toBe(1);
    expect([all('unit xmzj views'), all('channel portal views'), all('channel portal bot-views')]).toEqual([1, 3, 1]);
    expect([all('channel portal visits'), all('channel portal visits-from-search')]).toEqual([1, 1]);
  });

  it('holds back who opens more pages than a person can, and says how many', async () => {
    const { get, hits } = open();
    for (let n = 0; n < 125; n += 1) await get('/reach/portal.gif?page=1', { 'user-agent': `${BROWSER} busy` });
    expect(hits.state()).toMatchObject({ arrived: 125, waiting: 120, held: 5 });
    let now = 0;
    const mayCount = createLimiter({ now: () => now, perMinute: 2 });
    const who = { address: '203.0.113.9', agent: BROWSER };
    expect([mayCount(who), mayCount(who), mayCount(who)]).toEqual([true, true, false]);
    now = 30_000;
    expect([mayCount(who), mayCount(who)]).toEqual([true, false]);
  });
});

describe('links that count', () => {
  it('lead to our own copies and nowhere else', async () => {
    const { get, hits } = open();
    const [item = ''] = site.itemIds;
    const answer = await get(`/go/portal/${item}?to=https://evil.test/`);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${SITE}/a/${item}.html`]);
    expect((await get('/go/portal/https:%2F%2Fevil.test')).status).toBe(404);
    expect((await get(`/go/nowhere/${item}`)).status).toBe(404);
    expect((await get(`/r/${item}/1`)).headers.get('location')).toBe(`${SITE}/a/${item}.html`);
    await hits.flush();
    await rollAll(database.db);
    expect((await readRollups(database.db, 'link')).get(`item ${item} clicks all 1970-01-01`)).toBe(1);
  });
});

describe('while the database is away', () => {
  const arrival = (key: number): Arrival => ({
    channelId: 'portal',
    source: 'beacon',
    kind: 'view',
    key: BigInt(key),
    at: new Date('2026-07-01T04:00:00Z'),
    who: { address: '203.0.113.1', agent: BROWSER },
    referrer: 'direct',
    isBot: false,
  });

  it('nothing is lost, and what may have been written before is written once', async () => {
    const failures = ['before', 'after'];
    const hits = createBuffer({
      write: async (arrivals, uncounted) => {
        const failure = failures.shift();
        if (failure === 'before') throw new Error('ECONNREFUSED');
        const kept = await writeArrivals(database.db)(arrivals, uncounted);
        if (failure === 'after') throw new Error('the answer was lost');
        return kept;
      },
    });
    for (let n = 0; n < 10; n += 1) hits.add(arrival(n));
    await expect(hits.flush()).rejects.toThrow('ECONNREFUSED');
    await expect(hits.flush()).rejects.toThrow('answer was lost');
    hits.add(arrival(10));
    await hits.flush();
    expect(hits.state()).toMatchObject({ arrived: 11, waiting: 0, lost: 0 });
    const [row] = await database.db.execute<{ n: number }>(
      sql`select count(*)::int as n from reach_hits where day = '2026-07-01'`,
    );
    expect(row?.n).toBe(11);
  });

  it('what does not fit is dropped, counted, and said of its day', async () => {
    const { hits } = open(undefined, 3);
    for (let n = 100; n < 108; n += 1) hits.add({ ...arrival(n), at: new Date('2026-07-02T04:00:00Z') });
    expect(hits.state()).toMatchObject({ arrived: 8, waiting: 3, lost: 5 });
    await hits.flush();
    await hits.flush();
    const [row] = await database.db.execute(sql`select lost from reach_days where day = '2026-07-02'`);
    expect(row).toEqual({ lost: 5 });
  });
});
