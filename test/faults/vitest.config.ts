import { defineConfig } from 'vitest/config';
import type { FaultOptions } from './options.ts';

const faults = JSON.parse(process.env['YIGAO_FAULTS'] ?? '{}') as Partial<FaultOptions>;

export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/reporter.ts'],
    pool: 'forks',
    // More than the two cores: each file has databases and processes of its own, and most of them wait most of the time.
    maxWorkers: 4,
    expect: { requireAssertions: true, poll: { timeout: 90_000 } },
    provide: { faults: { firstSeed: 1, seeds: 2_000, pair: null, ...faults } },
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
  },
});
