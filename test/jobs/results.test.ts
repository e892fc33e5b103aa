import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../../adapters/contract.ts';
import { steps } from '../../db/schema/index.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { fakeAdapter } from '../support/fakes.ts';
import { channelOf, createWorld, type World } from '../support/world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld({ database, channels: [channelOf('toy', fakeAdapter())] });
});
afterAll(() => database.close());

/** Publishes as told, with every call counted. */
const publishing = (publish: Adapter['publish']): void =>
  world.use('toy', fakeAdapter({ steps: { one: '一', two: '二', put: '放上' }, publish }));

const remembered = async (itemId: string) => {
  const { id } = await world.delivery(itemId);
  return world.ctx.db
    .select({ name: steps.name, state: steps.state, value: steps.result })
    .from(steps)
    .where(eq(steps.deliveryId, id))
    .orderBy(asc(steps.name));
};
const done = (name: string) => ({ name, state: 'done', value: { value: name } });
const live = { state: 'live', remoteId: 'x', url: 'https://fake.test/x' } as const;

describe('what a step came to', () => {
  it('stands with the receipt, also where steps ended side by side', async () => {
    publishing(async (_, io) => {
      await Promise.all(['one', 'two'].map((name) => io.step(name, () => Promise.resolve(name), 'ask')));
      await io.step('put', () => Promise.resolve('put'), 'ask');
      return live;
    });
    const id = await world.approve({});
    expect(await world.settle(id)).toMatchObject({ status: 'live' });
    expect(await remembered(id)).toEqual([done('one'), done('put'), done('two')]);
  });

  it('stands before anything else is called', async () => {
    const seen: unknown[] = [];
    publishing(async (_, io) => {
      await io.step('one', () => Promise.resolve('one'), 'ask');
      await io.fetch('https://fake.test/');
      seen.push(await remembered(id));
      await io.step('put', () => Promise.resolve('put'), 'ask');
      return live;
    });
    const id = await world.approve({});
    expect(await world.settle(id)).toMatchObject({ status: 'live' });
    expect(seen).toEqual([[done('one')]]);
  });

  it.each([
    [
      'waits for the platform',
      () => Promise.resolve({ state: 'in-review', remoteId: 'x', url: null, checkAt: '2027-01-01T00:00:00Z' } as const),
    ],
    ['fails', () => Promise.reject(new ChannelError('refused', '不行'))],
    ['meets a fault of ours', () => Promise.reject(new TypeError('oh'))],
  ])('stands when the run then %s', async (_, ending) => {
    publishing(async (__, io) => {
      await io.step('one', () => Promise.resolve('one'), 'ask');
      return ending();
    });
    const id = await world.approve({});
    await world.advance(1_000);
    await world.run(id);
    expect(await remembered(id)).toEqual([done('one')]);
  });
});
