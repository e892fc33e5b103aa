import { runEntry } from './install.mjs';

await runEntry('src/main.ts');
