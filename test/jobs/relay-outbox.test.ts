import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WakeJob } from '../../jobs/queues.ts';
import { relayOutbox } from '../../jobs/relay-outbox.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createToyAdapter, createToyPlatform } from '../support/toy-channel.ts';
import { channelOf, createWorld, type World } from '../support/world.ts';

const ITEMS = 40;

describe('the relay', () => {
  let database: TestDatabase;
  let world: World;
  const jobs = new Map<string, WakeJob[]>([
    ['fast', []],
    ['slow', []],
  ]);
  const queues = new Map(
    [...jobs].map(([id, given]) => [
      id,
      {
        add: (more: readonly WakeJob[]) => {
          given.push(...more);
          return Promise.resolve();
        },
        close: () => Promise.resolve(),
      },
    ]),
  );

  beforeAll(async () => {
    database = await createTestDatabase();
    const slow = createToyAdapter(createToyPlatform(), { rate: { max: 20, perMs: 1_000 } });
    const channels = [channelOf('fast', createToyAdapter(createToyPlatform())), channelOf('slow', slow)];
    world = await createWorld({ database, channels });
    for (let item = 0; item < ITEMS; item += 1) await world.approve({});
    await relayOutbox(world.ctx, queues);
  });
  afterAll(() => database.close());

  const idsOf = (id: string): string[] => jobs.get(id)?.flatMap(({ deliveryIds }) => deliveryIds) ?? [];

  it('wakes each delivery once, several by one job where the platform takes many', () => {
    for (const id of ['fast', 'slow']) expect(new Set(idsOf(id)).size).toBe(ITEMS);
    expect([idsOf('fast').length, idsOf('slow').length]).toEqual([ITEMS, ITEMS]);
    expect(jobs.get('fast')?.map(({ deliveryIds }) => deliveryIds.length)).toEqual(Array(8).fill(5));
    expect(jobs.get('slow')?.every(({ deliveryIds }) => deliveryIds.length === 1)).toBe(true);
  });

  it('names every job by its deliveries and their fences, as the queues allow', () => {
    const names = [...jobs.values()].flat().map(({ id }) => id);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[0-9a-z_-]+$/);
  });
});
