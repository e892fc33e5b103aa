import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter, Io } from '../../adapters/contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { fakeAdapter } from '../support/fakes.ts';
import { createKiller } from '../support/killer.ts';
import { channelOf, createWorld, type World } from '../support/world.ts';

/** A channel whose public step may simply be done again, as the portal's folder and the guide feed are. */
const shown = new Set<string>();
const answer = { error: null as ChannelError | null };
const adapter: Adapter = fakeAdapter({
  goesPublicAt: 'put',
  publish: async ({ itemId }, io: Io) => {
    await io.step(
      'put',
      async () => {
        if (answer.error) throw answer.error;
        shown.add(itemId);
        return true;
      },
      'repeat',
    );
    return { state: 'live', remoteId: itemId, url: `http://fake.test/${itemId}` };
  },
  withdraw: async ({ remoteId }, _, io) => {
    await io.step('take', async () => shown.delete(remoteId), 'repeat');
    return { state: 'gone' };
  },
});

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld({ database, channels: [channelOf('fake', adapter)] });
});
afterAll(() => database.close());

/** Published, but the process died before it could say so. */
const dieAfterPublic = async (): Promise<string> => {
  const id = await world.approve({});
  const killer = createKiller(adapter, { at: 1, mode: 'after' });
  world.use('fake', killer.adapter);
  await world.advance(1_000);
  await Promise.race([world.run(id), killer.struck]);
  world.use('fake', adapter);
  expect(shown.has(id)).toBe(true);
  return id;
};

describe('a public step that may be repeated, withdrawn after its answer was lost', () => {
  it('is carried to its end and then taken back: nobody can tell whether readers see it', async () => {
    const id = await dieAfterPublic();
    await world.withdraw(id);
    expect(await world.settle(id)).toMatchObject({ status: 'withdrawn' });
    expect(shown.has(id)).toBe(false);
  });

  it('is still taken back when its repetition was refused: that says nothing about the first time', async () => {
    const id = await dieAfterPublic();
    answer.error = new ChannelError('unavailable', '平台维护');
    await world.advance(61_000);
    await world.run(id);
    expect(await world.delivery(id)).toMatchObject({ status: 'retrying' });
    answer.error = null;
    await world.withdraw(id);
    expect(await world.settle(id)).toMatchObject({ status: 'withdrawn' });
    expect(shown.has(id)).toBe(false);
  });

  it('is carried to its end when approval changes its mind while the repetition runs', async () => {
    const id = await dieAfterPublic();
    const { publish } = adapter;
    world.use('fake', {
      ...adapter,
      publish: async (...args) => {
        await world.withdraw(id);
        return publish(...args);
      },
    });
    await world.advance(61_000);
    await world.run(id);
    world.use('fake', adapter);
    expect(await world.settle(id)).toMatchObject({ status: 'withdrawn' });
    expect(shown.has(id)).toBe(false);
  });
});
