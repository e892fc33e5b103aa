import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled, InstallError } from './install.mjs';

const HELP = `npm run faults -- [--seeds 2000] [--seed 1] [--pair NAME] [FILE…]
  --seeds  how many random lives
  --seed   the first of them; alone, only this one
  --pair   one pair of faults, as a failure names it
  FILE     only these below test/faults, e.g. kill`;

const root = fileURLToPath(new URL('..', import.meta.url));

const readArguments = () => {
  const { values, positionals } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      pair: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const { seeds, seed, pair = null, help } = values;
  const options = { firstSeed: Number(seed ?? 1), seeds: Number(seeds ?? (seed === undefined ? 2_000 : 1)), pair };
  const [file] = [pair !== null && `pairs/${pair.split('/')[0]}`, seed !== undefined && 'random/'].filter(Boolean);
  const files = positionals.length > 0 ? positionals : file ? [file] : [];
  return { options, files: files.map((each) => `test/faults/${each}`), help };
};

try {
  const { options, files, help } = readArguments();
  if (help) console.log(HELP);
  else {
    ensureInstalled({ dev: true });
    if (!process.env.REDIS_URL) {
      // Tests of the queue flush one database within it, so none is taken that was not given.
      if ((process.env.YIGAO_REQUIRE ?? '').split(',').includes('redis'))
        throw new InstallError('YIGAO_REQUIRE names redis, but REDIS_URL is not set');
      console.error('REDIS_URL is not set: kills, flushes and wrong clocks are tried with queues on PostgreSQL only');
    }
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const config = join('test', 'faults', 'vitest.config.ts');
    const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', config, '--root', root, ...files], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, YIGAO_FAULTS: JSON.stringify(options) },
    });
    process.exitCode = status ?? 1;
  }
} catch (error) {
  console.error(error instanceof InstallError ? error.message : error);
  process.exitCode = 1;
}
