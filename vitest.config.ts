import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What `docs/` shows as an example is an example that runs.
    include: ['test/**/*.test.{ts,tsx}', 'docs/**/*.test.ts'],
    // Speed is measured by `npm run bench`, and all faults are tried by `npm run faults`, never here.
    exclude: ['test/bench/**', 'test/faults/**'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/reporter.ts'],
    pool: 'forks',
    // While one waits for PostgreSQL, another computes: two cores are used, and three forks fit their memory.
    maxWorkers: 3,
    // A file shares the modules its worker has loaded: none keeps state that another could see, as production itself demands.
    isolate: false,
    // A test that asserts nothing fails. What is waited for comes soon, or late on a busy machine, or never.
    expect: { requireAssertions: true, poll: { timeout: 90_000 } },
    // A test takes seconds; whole services and 300,000 rows on a machine that is busy elsewhere take minutes, and a hang for ever.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
