import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULT_CHANNELS } from '../support/faults/channels.ts';
import { ACTION_NAMES, nameOf, pairsOf, runPair } from '../support/faults/pairs.ts';
import { play } from '../support/faults/random.ts';
import { openArena, type Arena } from '../support/faults/trial.ts';

/** Of every action's pairs so many, evenly spread: a taste of `npm run faults`, which tries all. */
const SAMPLE = 2;
const SEEDS = [27, 219, 220];

describe.each(FAULT_CHANNELS)('a sample of faults on $name', (channel) => {
  let arena: Arena;
  beforeAll(async () => {
    arena = await openArena(channel);
  });
  afterAll(() => arena.close());

  it.each(ACTION_NAMES)('%s survives pairs of faults', async (action) => {
    const { count, found } = await runPair(arena, action, []);
    expect(found).toEqual([]);
    const pairs = pairsOf(count, [1]);
    for (let index = 0; index < SAMPLE; index += 1) {
      const strikes = pairs[Math.floor(((index + 0.5) * pairs.length) / SAMPLE)] ?? [];
      const trial = nameOf(channel.name, action, strikes);
      expect({ trial, ...(await runPair(arena, action, strikes)) }).toMatchObject({ trial, found: [] });
    }
  });

  it.each(SEEDS)('random life %i ends well', async (seed) => {
    expect(await play(arena, seed)).toMatchObject({ found: [] });
  });
});
