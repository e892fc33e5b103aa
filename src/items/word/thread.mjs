// A worker thread inherits no loader: this one reads TypeScript for itself.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
