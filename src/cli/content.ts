import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ContentOptions } from './arguments.ts';
import type { Client } from './client.ts';
import { CommandError } from './command-error.ts';
import { defined, type Fields } from '../items/word/fields.ts';

const list = (value: string | string[] | undefined): readonly string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** What was said on the command line; a word given there stands above what was recognised. */
export const fieldsOfOptions = (options: ContentOptions): Fields =>
  defined({
    type: options.type,
    unit: options.unit,
    column: options.column,
    catalogEntry: options['catalog-entry'],
    title: options.title,
    shortTitle: options['short-title'],
    documentNumber: options.number,
    writtenOn: options.date,
    source: options.source,
    summary: options.summary,
    changeNote: options['change-note'],
    interprets: options.interprets,
    publishAt: options.at,
    channels: options.channel === undefined ? undefined : list(options.channel),
  });

/** One approval per name; stages in the order of the names. */
export const approvalsOf = (options: ContentOptions, now: Date): readonly Fields[] => {
  const stages = list(options.stage);
  return list(options['approve-as']).map((name, index) => ({
    stage: stages[index] ?? stages.at(-1) ?? '签发',
    name,
    at: now.toISOString(),
  }));
};

/** Bytes of a file somebody named. Throws CommandError. */
export const readBytes = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    const why = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? '没有这个文件' : '读不出';
    throw new CommandError(`${path}：${why}`);
  }
};

export const uploadAttachments = async (
  client: Client,
  options: ContentOptions,
): Promise<{ asset: string; name: string }[]> => {
  const attachments: { asset: string; name: string }[] = [];
  for (const path of list(options.attach)) {
    const name = basename(path);
    attachments.push({ asset: (await client.upload(await readBytes(path), name)).id, name });
  }
  return attachments;
};
