import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandError } from './command-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Known to every command. */
const COMMON = { json: { type: 'boolean', default: false }, data: { type: 'string' } } as const satisfies Options;

/** What may be said of the content; each replaces what was recognised or stood before. */
export const CONTENT_OPTIONS = {
  type: { type: 'string' },
  unit: { type: 'string' },
  column: { type: 'string' },
  'catalog-entry': { type: 'string' },
  title: { type: 'string' },
  'short-title': { type: 'string' },
  number: { type: 'string' },
  date: { type: 'string' },
  source: { type: 'string' },
  summary: { type: 'string' },
  'change-note': { type: 'string' },
  interprets: { type: 'string' },
  channel: { type: 'string', multiple: true },
  at: { type: 'string' },
  attach: { type: 'string', multiple: true },
  author: { type: 'string' },
  'approve-as': { type: 'string', multiple: true },
  stage: { type: 'string', multiple: true },
} as const satisfies Options;

/** Reads a command's own options and the common ones. Throws CommandError for what it does not know. */
export const readArguments = <O extends Options>(args: readonly string[], options: O) => {
  try {
    return parseArgs({ args: [...args], options: { ...COMMON, ...options }, allowPositionals: true });
  } catch (error) {
    const name = /'(-[^']*)'/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new CommandError(`不认识或缺少取值的选项${name ? ` ${name}` : ''}；用 npx yigao --help 查看用法`);
  }
};

export type ContentOptions = { readonly [K in keyof typeof CONTENT_OPTIONS]?: string | string[] | undefined };
