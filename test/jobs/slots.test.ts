import { array, assert, asyncProperty, boolean, integer, nat, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlots } from '../../jobs/slots.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('slots', () => {
  it('never run more at a time than they are, begin in order, and lose none when a run fails', async () => {
    const lives = array(record({ turns: nat(4), fails: boolean() }), { maxLength: 30 });
    await assert(
      asyncProperty(integer({ min: 1, max: 5 }), lives, async (max, runs) => {
        const slots = createSlots(max);
        const begun: number[] = [];
        let at = 0;
        let most = 0;
        const run = async (index: number, turns: number, fails: boolean): Promise<number> => {
          begun.push(index);
          most = Math.max(most, (at += 1));
          for (let each = 0; each < turns; each += 1) await turn();
          at -= 1;
          if (fails) throw new Error('failed');
          return index;
        };
        const ends = await Promise.allSettled(
          runs.map(({ turns, fails }, index) => slots(() => run(index, turns, fails))),
        );
        expect(begun).toEqual(runs.map((_, index) => index));
        expect(most).toBeLessThanOrEqual(max);
        expect(ends.map(({ status }) => status === 'rejected')).toEqual(runs.map(({ fails }) => fails));
      }),
    );
  });
});
