import { afterAll, expect, inject, it } from 'vitest';
import '../../faults/options.ts';
import { createArenas } from './arenas.ts';
import { FAULT_CHANNELS } from './channels.ts';
import { play } from './random.ts';

/** Files that share the seeds, so that they run side by side. */
const PARTS = 3;

/** Every third random life, from the `part`-th on. */
export const testRandom = (part: number): void => {
  const { firstSeed, seeds } = inject('faults');
  const mine = Array.from({ length: seeds }, (_, index) => firstSeed + index).filter((seed) => seed % PARTS === part);
  const worlds = FAULT_CHANNELS.map((channel) => ({ channel, arenas: createArenas(channel) }));
  afterAll(async () => {
    for (const { arenas } of worlds) await arenas.close();
  });

  it.skipIf(mine.length === 0)(
    `${mine.length} random lives between seeds ${mine[0]} and ${mine.at(-1)}: no double, nothing lost, nothing stale`,
    async () => {
      const failed: string[] = [];
      let persons = 0;
      let struck = 0;
      for (const seed of mine) {
        const world = worlds[seed % worlds.length];
        if (!world) throw new Error('no channel');
        const played = await play(await world.arenas.next(), seed);
        persons += played.persons;
        struck += played.struck;
        if (played.found.length === 0) continue;
        failed.push(`npm run faults -- --seed ${seed}   ${world.channel.name}: ${played.found.join('; ')}`);
        console.error(failed.at(-1));
      }
      const facts = `${struck} faults and changes of mind, a person asked ${persons} times, ${failed.length} failed`;
      console.log(`${mine.length} seeds: ${facts}`);
      expect(failed).toEqual([]);
    },
  );
};
