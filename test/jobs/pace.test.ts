import { assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce, jobLimits, wakesPerJob } from '../../jobs/pace.ts';
import { adapters } from '../../adapters/registry.ts';
import { source } from '../support/fakes.ts';
import { createToyAdapter, createToyPlatform } from '../support/toy-channel.ts';

const { limits } = createToyAdapter(createToyPlatform());

describe('the pace of a channel', () => {
  it('never exceeds the platform’s rate with full jobs, and stops no channel', () => {
    const rates = record({
      max: integer({ min: 1, max: 1_000_000 }),
      perMs: integer({ min: 1, max: 86_400_000 }),
    });
    assert(
      property(rates, (rate) => {
        const given = { ...limits, rate: { ...rate, source } };
        const { limiter } = jobLimits(given);
        expect(limiter.max).toBeGreaterThan(0);
        expect(limiter.max * wakesPerJob(given)).toBeLessThanOrEqual(rate.max);
      }),
    );
  });

  it('wakes one delivery per job where the platform takes few', () => {
    for (const { limits: real } of adapters.values()) expect(wakesPerJob(real)).toBe(1);
    expect(wakesPerJob({ ...limits, atOnce: 4 })).toBe(1);
    expect(atOnce({ ...limits, atOnce: 4 })).toBe(4);
  });
});
