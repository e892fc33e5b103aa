import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFeed, readFeed, readFeedBack } from '../../src/deliveries/feed.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('the feed', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  const read = async (channelId: string, after = 0, limit = 100) => {
    const rows = await readFeed(database.db, channelId, after, limit);
    return rows.map(({ itemId, version, body }) => ({ itemId, version, body: body && body.value }));
  };

  it('shows whoever starts anew only the newest of each item, never what was corrected or withdrawn', async () => {
    const { put } = openFeed(database.db, 'a');
    const [kept, gone, other] = [randomUUID(), randomUUID(), randomUUID()];
    await put({ itemId: kept, version: 1, body: 'old' });
    await put({ itemId: gone, version: 1, body: 'secret' });
    await put({ itemId: other, version: 1, body: 'other' });
    await put({ itemId: kept, version: 3, body: 'new' });
    await put({ itemId: gone, version: 2, body: null });
    expect(await read('a')).toEqual([
      { itemId: other, version: 1, body: 'other' },
      { itemId: kept, version: 3, body: 'new' },
      { itemId: gone, version: 2, body: null },
    ]);
  });

  it('leads every reader, wherever its cursor stands, to the same end', async () => {
    const { put } = openFeed(database.db, 'b');
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const versions = [1, 1, 1, 3, 3, 2, 5];
    const seen: number[] = [0];
    for (const [index, version] of versions.entries()) {
      await put({ itemId: ids[index % 3] ?? '', version, body: index });
      const rows = await readFeed(database.db, 'b', 0, 100);
      seen.push(Math.max(...rows.map(({ seq }) => seq)));
    }
    const whole = new Map((await read('b')).map(({ itemId, body }) => [itemId, body]));
    for (const cursor of seen) {
      const rest = await read('b', cursor);
      expect(rest.every(({ itemId, body }) => whole.get(itemId) === body)).toBe(true);
    }
    expect(new Set(whole.values())).toEqual(new Set([4, 5, 6]));
  });

  it('takes the same entry once, refuses an older one, and keeps channels apart', async () => {
    const itemId = randomUUID();
    const entry = { itemId, version: 3, body: { a: 1, b: 2 } };
    await openFeed(database.db, 'c').put(entry);
    await openFeed(database.db, 'c').put({ ...entry, body: { b: 2, a: 1 } });
    const [first] = await readFeed(database.db, 'c', 0, 10);
    expect(await readFeed(database.db, 'c', first?.seq ?? 0, 10)).toEqual([]);
    await expect(openFeed(database.db, 'c').put({ itemId, version: 1, body: null })).rejects.toMatchObject({
      fault: 'refused',
    });
    expect(await read('d')).toEqual([]);
  });

  it('is read backwards for feed readers: the newest of each item, newest first, page by page', async () => {
    const { put } = openFeed(database.db, 'f');
    const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
    for (const itemId of [one, two, three]) await put({ itemId, version: 1, body: 'old' });
    await put({ itemId: one, version: 3, body: 'new' });
    const first = await readFeedBack(database.db, 'f', Number.MAX_SAFE_INTEGER, 2);
    const rest = await readFeedBack(database.db, 'f', first.at(-1)?.seq ?? 0, 2);
    expect([...first, ...rest].map(({ itemId, version }) => [itemId, version])).toEqual([
      [one, 3],
      [three, 1],
      [two, 1],
    ]);
  });

  it('never rewrites a version: readers that hold it would not ask again', async () => {
    const entry = { itemId: randomUUID(), version: 3, body: 'one' };
    const { put } = openFeed(database.db, 'e');
    await put(entry);
    for (const body of ['other', null])
      await expect(put({ ...entry, body })).rejects.toMatchObject({ fault: 'refused' });
    expect(await read('e')).toEqual([entry]);
  });
});
