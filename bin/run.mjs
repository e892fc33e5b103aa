// A program written in TypeScript, as a process of its own: node bin/run.mjs FILE ARGUMENTS…
import { importTypeScript } from './compile.mjs';

process.argv.splice(1, 1);
await importTypeScript(process.argv[1]);
