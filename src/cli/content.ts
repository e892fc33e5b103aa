import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { shortenTitle } from '../core/titles.ts';
import type { ContentOptions } from './arguments.ts';
import type { Client } from './client.ts';
import { CommandError } from './command-error.ts';
import type { WordDraft } from '../items/word/read-word.ts';

/** A content on its way in: fields as the API takes them, those that nobody gave left out. */
export type Fields = Readonly<Record<string, unknown>>;

const list = (value: string | string[] | undefined): readonly string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const defined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

/** What the Word file says, as fields. The short title is a proposal: it is shown, and approved with the rest. */
export const fieldsOfDraft = (draft: WordDraft, units: readonly { id: string; name: string }[]): Fields =>
  defined({
    type: draft.type,
    title: draft.title,
    shortTitle: shortenTitle(draft.title),
    documentNumber: draft.documentNumber,
    writtenOn: draft.writtenOn,
    validity: draft.type === 'policy' ? '有效' : undefined,
    source: draft.issuer,
    unit: units.find(({ name }) => name === draft.issuer)?.id,
    disclosure: { kind: draft.disclosure ?? '主动公开' },
    body: draft.body,
  });

/** What was said on the command line; a word given there stands above what was recognised. */
export const fieldsOfOptions = (options: ContentOptions): Fields =>
  defined({
    type: options.type,
    unit: options.unit,
    column: options.column,
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
