import { afterAll, describe, expect, inject, it } from 'vitest';
import '../../faults/options.ts';
import { createArenas } from './arenas.ts';
import { FAULT_CHANNELS } from './channels.ts';
import { ACTION_NAMES, nameOf, pairsOf, readPair, runPair, type ActionName } from './pairs.ts';

/** Every ordered pair of faults at every effect of every action, on one channel; a long one has a file for each action. */
export const testPairs = (name: string, actions: readonly ActionName[] = ACTION_NAMES): void => {
  const { pair } = inject('faults');
  const wanted = pair === null ? null : readPair(pair);
  const isElsewhere = wanted !== null && (wanted.channel !== name || !actions.includes(wanted.action));
  const channel = FAULT_CHANNELS.find((each) => each.name === name);
  if (!channel) throw new Error(`no channel ${name}`);

  describe.skipIf(isElsewhere)(`pairs of faults on ${name}`, () => {
    const arenas = createArenas(channel);
    afterAll(arenas.close);

    it.skipIf(wanted !== null).each(actions)(
      '%s: one live copy of the newest revision or none, whatever pair of faults strikes at whatever effect',
      async (action) => {
        const healthy = await runPair(await arenas.next(), action, []);
        expect(healthy.found).toEqual([]);
        const pairs = pairsOf(healthy.count, [1]);
        const failed: string[] = [];
        for (const strikes of pairs) {
          const { found } = await runPair(await arenas.next(), action, strikes);
          if (found.length > 0)
            failed.push(`npm run faults -- --pair ${nameOf(name, action, strikes)}   ${found.join('; ')}`);
        }
        for (const line of failed) console.error(line);
        console.log(`${name} ${action}: ${healthy.count} effects, ${pairs.length} pairs, ${failed.length} failed`);
        expect(failed).toEqual([]);
      },
    );

    it.runIf(wanted !== null)('the pair asked for', async () => {
      if (!wanted) return;
      expect((await runPair(await arenas.next(), wanted.action, wanted.strikes)).found).toEqual([]);
    });
  });
};
