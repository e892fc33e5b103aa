import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, InstallError } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** `npm run screenshots [-- WORD…]`: every page, or those whose name holds a word, at both widths, into `screenshots/`. */
try {
  ensureInstalled({ dev: true });
  const { importTypeScript } = await import('./compile.mjs');
  const { run } = await importTypeScript('test/screenshots/run.ts');
  await run({ folder: join(ROOT, 'screenshots'), words: process.argv.slice(2), say: (line) => console.log(line) });
  process.exit(0);
} catch (error) {
  console.error(error instanceof InstallError ? error.message : error);
  process.exit(1);
}
