import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, InstallError } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** `npm run bench -- NAME [--json] [options]`: speed as ratios against a floor measured in the same run. */
const main = async () => {
  const [name = '', ...args] = process.argv.slice(2);
  const file = join(ROOT, 'test', 'bench', `${name}.ts`);
  if (!/^[a-z-]+$/.test(name) || !existsSync(file)) throw new InstallError(`没有“${name}”这项测量，见 test/bench/`);
  ensureInstalled({ dev: true });
  const { importTypeScript } = await import('./compile.mjs');
  const { run } = await importTypeScript(file);
  const isQuiet = args.includes('--json');
  const say = isQuiet ? () => undefined : (line) => console.log(line);
  const figures = await run({ say, args: args.filter((arg) => arg !== '--json') });
  if (!isQuiet) console.table(figures);
  console.log(JSON.stringify(figures));
};

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof InstallError ? error.message : error);
  process.exit(1);
}
