import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, InstallError } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * `npm run screenshots [-- WORD…] [--check]`: every page, or those whose name holds a word, at both widths, into `screenshots/`;
 * with `--check` also what axe, an HTML validator and the window say of each.
 */
try {
  ensureInstalled({ dev: true });
  const { importTypeScript } = await import('./compile.mjs');
  const { run } = await importTypeScript('test/screenshots/run.ts');
  const args = process.argv.slice(2);
  const words = args.filter((word) => word !== '--check');
  const check = args.includes('--check');
  const isFine = await run({ folder: join(ROOT, 'screenshots'), words, check, say: (line) => console.log(line) });
  process.exit(isFine ? 0 : 1);
} catch (error) {
  console.error(error instanceof InstallError ? error.message : error);
  process.exit(1);
}
