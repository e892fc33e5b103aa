import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import './options.ts';
import { FAULT_CHANNELS } from '../support/faults/channels.ts';
import { play } from '../support/faults/random.ts';
import { openArena, type Arena } from '../support/faults/trial.ts';

const { firstSeed, seeds } = inject('faults');
const arenas: Arena[] = [];
beforeAll(async () => {
  for (const channel of FAULT_CHANNELS) arenas.push(await openArena(channel));
});
afterAll(async () => {
  for (const arena of arenas) await arena.close();
});

it(`${seeds} random lives from seed ${firstSeed} on: no double, nothing lost, nothing stale`, async () => {
  const failed: string[] = [];
  let persons = 0;
  let struck = 0;
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    const arena = arenas[seed % arenas.length];
    if (!arena) throw new Error('no arena');
    const played = await play(arena, seed);
    persons += played.persons;
    struck += played.struck;
    if (played.found.length === 0) continue;
    failed.push(`npm run faults -- --seed ${seed}   ${arena.channel.name}: ${played.found.join('; ')}`);
    console.error(failed.at(-1));
  }
  console.log(
    `${seeds} seeds: ${struck} faults and changes of mind, a person asked ${persons} times, ${failed.length} failed`,
  );
  expect(failed).toEqual([]);
});
