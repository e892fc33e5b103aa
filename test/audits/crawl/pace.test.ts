import { describe, expect, it } from 'vitest';
import { createPacer, type Outcome, type Pace, type PacerOptions, type Turn } from '../../../src/audits/crawl/pace.ts';
import { retryAfterMs } from '../../../src/audits/crawl/retry-after.ts';

const PACE: Pace = { concurrency: 1, gapMs: 2_000, jitterMs: 1_000, backOffMs: 10_000, stopAfter: 5 };
const FINE: Outcome = { isTrouble: false, retryAfterMs: null };
const BAD: Outcome = { isTrouble: true, retryAfterMs: null };
const HOUR = 3_600_000;

/** A pacer in a world where waiting is what moves the clock. */
const pacerWith = (options: Partial<PacerOptions> = {}) => {
  const world = { ms: 1_000_000, waits: [] as number[] };
  const pacer = createPacer({
    now: () => world.ms,
    random: () => 0.5,
    wait: async (ms) => {
      world.waits.push(ms);
      world.ms += ms;
      await Promise.resolve();
    },
    ...options,
  });
  const visit = async (outcome = FINE, host = 'a', pace = PACE): Promise<Turn> => {
    const turn = await pacer.enter(host, pace);
    if (turn.kind === 'go') pacer.leave(host, pace, outcome);
    return turn;
  };
  return { pacer, world, visit };
};

describe('pace', () => {
  it('leaves two seconds and some chance between two requests of a host, none between hosts', async () => {
    const { world, visit } = pacerWith();
    await visit();
    await visit();
    await visit(FINE, 'b');
    await visit();
    expect(world.waits).toEqual([2_500, 2_500]);
  });

  it('lets one at a time to a host, in the order they came', async () => {
    const { pacer } = pacerWith();
    const order: number[] = [];
    await pacer.enter('a', PACE);
    const others = [1, 2, 3].map(async (n) => {
      await pacer.enter('a', PACE);
      order.push(n);
      pacer.leave('a', PACE, FINE);
    });
    await Promise.resolve();
    expect(order).toEqual([]);
    pacer.leave('a', PACE, FINE);
    await Promise.all(others);
    expect(order).toEqual([1, 2, 3]);
  });

  it('doubles the rest with each error in a row, and begins anew after a success', async () => {
    const { world, visit } = pacerWith();
    const rests: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      await visit(BAD);
      const turn = await visit();
      const ms = turn.kind === 'rest' ? turn.ms : 0;
      rests.push(ms);
      world.ms += ms;
    }
    expect(rests).toEqual([10_000, 20_000, 40_000, 80_000]);
    await visit(FINE);
    await visit(BAD);
    expect(await visit()).toEqual({ kind: 'rest', ms: 10_000 });
  });

  it('leaves a host alone for an hour after five errors in a row', async () => {
    const { world, visit } = pacerWith();
    for (let n = 0; n < 5; n += 1) {
      await visit(BAD);
      if (n < 4) world.ms += HOUR;
    }
    expect(await visit()).toEqual({ kind: 'rest', ms: HOUR });
    expect(await visit(FINE, 'b')).toEqual({ kind: 'go' });
  });

  it('obeys Retry-After when it asks for more, and a day at most', async () => {
    const { world, visit } = pacerWith();
    await visit({ isTrouble: true, retryAfterMs: 600_000 });
    expect(await visit()).toEqual({ kind: 'rest', ms: 600_000 });
    world.ms += 600_000;
    await visit({ isTrouble: true, retryAfterMs: 400 * 86_400_000 });
    expect(await visit()).toEqual({ kind: 'rest', ms: 86_400_000 });
  });

  it('waits for the moment that was reserved across processes', async () => {
    const reserved: string[] = [];
    const { world, visit } = pacerWith({
      reserve: (host, gapMs) => {
        reserved.push(`${host} ${gapMs}`);
        return Promise.resolve(700);
      },
    });
    await visit();
    expect(reserved).toEqual(['a 2000']);
    expect(world.waits).toEqual([700]);
  });

  it('frees its place when waiting is called off', async () => {
    const { pacer, visit } = pacerWith({
      wait: (_, signal) => (signal?.aborted === true ? Promise.reject(new Error('off')) : Promise.resolve()),
    });
    await visit();
    await expect(pacer.enter('a', PACE, AbortSignal.abort(new Error('off'))) as Promise<Turn>).rejects.toThrow('off');
    expect(await visit()).toEqual({ kind: 'go' });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-25T00:00:00Z');
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Wed, 25 Nov 2026 00:01:00 GMT', 60_000],
    ['Tue, 24 Nov 2026 00:00:00 GMT', 0],
    ['soon', null],
    [undefined, null],
  ])('reads %j as %j ms', (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms);
  });
});
