// A worker thread inherits nothing: this one has its program compiled for itself.
import { importTypeScript } from '../../../bin/compile.mjs';

await importTypeScript('src/items/word/worker.ts');
