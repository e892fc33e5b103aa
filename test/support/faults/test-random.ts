import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import '../../faults/options.ts';
import { FAULT_CHANNELS } from './channels.ts';
import { play } from './random.ts';
import { openArena, type Arena } from './trial.ts';

/** Files that share the seeds, so that they run side by side. */
const PARTS = 3;

/** Every third random life, from the `part`-th on. */
export const testRandom = (part: number): void => {
  const { firstSeed, seeds } = inject('faults');
  const mine = Array.from({ length: seeds }, (_, index) => firstSeed + index).filter((seed) => seed % PARTS === part);
  const arenas: Arena[] = [];
  beforeAll(async () => {
    if (mine.length > 0) for (const channel of FAULT_CHANNELS) arenas.push(await openArena(channel));
  });
  afterAll(async () => {
    for (const arena of arenas) await arena.close();
  });

  it.skipIf(mine.length === 0)(
    `${mine.length} random lives between seeds ${mine[0]} and ${mine.at(-1)}: no double, nothing lost, nothing stale`,
    async () => {
      const failed: string[] = [];
      let persons = 0;
      let struck = 0;
      for (const seed of mine) {
        const arena = arenas[seed % arenas.length];
        if (!arena) throw new Error('no arena');
        const played = await play(arena, seed);
        persons += played.persons;
        struck += played.struck;
        if (played.found.length === 0) continue;
        failed.push(`npm run faults -- --seed ${seed}   ${arena.channel.name}: ${played.found.join('; ')}`);
        console.error(failed.at(-1));
      }
      const facts = `${struck} faults and changes of mind, a person asked ${persons} times, ${failed.length} failed`;
      console.log(`${mine.length} seeds: ${facts}`);
      expect(failed).toEqual([]);
    },
  );
};
