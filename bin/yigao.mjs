#!/usr/bin/env node
import { runEntry } from './install.mjs';

await runEntry('src/cli.ts');
