import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadManuscript } from '../../src/deliveries/manuscript.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createToyAdapter, createToyPlatform } from '../support/toy-channel.ts';
import { channelOf, createWorld, type World } from '../support/world.ts';

describe('the manuscript of a revision', () => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await createTestDatabase();
    world = await createWorld({ database, channels: [channelOf('toy', createToyAdapter(createToyPlatform()))] });
  });
  afterAll(() => database.close());
  const load = (itemId: string, revision = 1) => loadManuscript(world.ctx.db, { itemId, revision });

  it('is read once for all channels that ask at the same time', async () => {
    const itemId = await world.approve({ title: '停水通知' });
    const [one, two] = await Promise.all([load(itemId), load(itemId)]);
    expect(one).toBe(two);
    expect(one).toMatchObject({ itemId, revision: 1, content: { title: '停水通知' }, unit: { id: 'xzfb' } });
  });

  it('is that of the revision asked for, however many others are kept', async () => {
    const itemId = await world.approve({ title: '一' });
    await load(itemId);
    await world.approve({ title: '二' }, { itemId });
    expect((await load(itemId, 2)).content.title).toBe('二');
    expect((await load(itemId, 1)).content.title).toBe('一');
  });

  it('is not kept when it is long, nor when there was none', async () => {
    const body = `<p>${'长'.repeat(60_000)}</p>`;
    const itemId = await world.approve({ title: '长文', body });
    expect(await load(itemId)).not.toBe(await load(itemId));
    await expect(load(itemId, 2)).rejects.toThrow('No revision 2');
    await world.ctx.db.execute(sql`insert into revisions (item_id, number, hash, content, author)
      select item_id, 2, 'other', content, author from revisions where item_id = ${itemId}`);
    expect((await load(itemId, 2)).hash).toBe('other');
  });
});
