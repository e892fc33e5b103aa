import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled, InstallError } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** `npm run screenshots [-- WORD…]`: every page, or those whose name holds a word, at both widths, into `screenshots/`. */
try {
  ensureInstalled({ dev: true });
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: join(ROOT, 'tsconfig.json') });
  const { run } = await import(pathToFileURL(join(ROOT, 'test', 'screenshots', 'run.ts')).href);
  await run({ folder: join(ROOT, 'screenshots'), words: process.argv.slice(2), say: (line) => console.log(line) });
  process.exit(0);
} catch (error) {
  console.error(error instanceof InstallError ? error.message : error);
  process.exit(1);
}
