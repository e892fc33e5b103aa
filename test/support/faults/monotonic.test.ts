import { describe, expect, it } from 'vitest';
import { advanceMonotonic, holdMonotonic } from './monotonic.ts';

describe('the held monotonic clock', () => {
  it('moves only when told to, and goes on by itself once nobody holds it: the next file waits for real', async () => {
    const [one, other] = [holdMonotonic(), holdMonotonic()];
    const since = performance.now();
    await new Promise((resolve) => setImmediate(resolve));
    expect(performance.now()).toBe(since);
    advanceMonotonic(1_000);
    expect(performance.now()).toBe(since + 1_000);
    one();
    expect(performance.now()).toBe(since + 1_000);
    other();
    const real = performance.now();
    await expect.poll(() => performance.now()).toBeGreaterThan(real);
  });
});
