import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import edge from '../src/edge.ts';
import { openFeed } from '../src/deliveries/feed.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

const ITEM = '11111111-1111-4111-8111-111111111111';

const pending: Promise<unknown>[] = [];
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await openFeed(database.db, 'esanming').put({ itemId: ITEM, version: 1, body: { title: '社会保障卡申领' } });
  await openFeed(database.db, 'esanming').put({ itemId: ITEM, version: 2, body: null });
});
afterAll(async () => {
  await Promise.all(pending);
  await database.close();
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  edge.fetch(
    new Request(`https://edge.test${path}`, { headers }),
    { HYPERDRIVE: { connectionString: database.url }, FEED_CHANNELS: 'esanming, other' },
    { waitUntil: (work) => void pending.push(work) },
  );

describe('the edge', () => {
  it('serves the feed: of each guide the newest entry only, and 304 to whom has it', async () => {
    const page = await get('/feeds/esanming/guides');
    expect(await page.json()).toMatchObject({
      entries: [{ id: ITEM, version: 2, state: 'withdrawn', guide: null }],
      hasMore: false,
    });
    const again = await get('/feeds/esanming/guides', { 'if-none-match': page.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('serves the same feed as Atom', async () => {
    expect(await (await get('/feeds/esanming/guides.atom')).text()).toContain(`ref="urn:uuid:${ITEM}"`);
    expect((await get('/feeds/esanming/guides?view=mapped')).status).toBe(404);
  });

  it('serves the contract beside the feed', async () => {
    expect(await (await get('/feeds/schema.json')).json()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    });
  });

  it('says in words what it does not have, and what it cannot read', async () => {
    expect((await get('/feeds/nowhere/guides')).status).toBe(404);
    const bad = await get('/feeds/esanming/guides?cursor=x');
    expect(bad.status).toBe(422);
    expect((await bad.json()).error.issues).toMatchObject([{ field: 'cursor' }]);
  });
});
