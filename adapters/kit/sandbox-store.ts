import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Effect } from '../contract.ts';

/** Records of one kind, kept in memory; every change is in the journal before the sandbox answers. */
export interface Collection<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  /** In the order they were first set. */
  entries(): [string, T][];
}

export interface SandboxStore {
  collection<T>(name: string): Collection<T>;
  /** Notes an effect a platform would have had; the conformance suite counts them. */
  note(effect: string, key: string): void;
  effects(): readonly Effect[];
}

interface Line {
  readonly c: string;
  readonly k: string;
  /** Absent: deleted. */
  readonly v?: unknown;
}

/** A torn last line is a change whose answer never went out: it did not happen. */
const readLines = (file: string): Line[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index, all) => {
          if (line === '') return [];
          try {
            return [JSON.parse(line) as Line];
          } catch (error) {
            if (index >= all.length - 1) return [];
            throw error;
          }
        })
    : [];

const load = (lines: readonly Line[]): Map<string, Map<string, unknown>> => {
  const all = new Map<string, Map<string, unknown>>();
  for (const { c, k, v } of lines) {
    const records = all.get(c) ?? new Map<string, unknown>();
    all.set(c, records);
    if (v === undefined) records.delete(k);
    else records.set(k, v);
  }
  return all;
};

const compact = (file: string, all: ReadonlyMap<string, ReadonlyMap<string, unknown>>): void => {
  const lines = [...all].flatMap(([c, records]) => [...records].map(([k, v]) => JSON.stringify({ c, k, v })));
  writeFileSync(`${file}.new`, lines.map((line) => `${line}\n`).join(''));
  renameSync(`${file}.new`, file);
};

/**
 * What a sandbox remembers. Written synchronously, so that a `kill -9` loses nothing that was answered; with `folder` null
 * it lives in memory only.
 */
export const createSandboxStore = (folder: string | null): SandboxStore => {
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const file = folder === null ? null : join(folder, 'store.jsonl');
  const all = load(file === null ? [] : readLines(file));
  if (file !== null) compact(file, all);
  const write = (line: Line): void => {
    if (file !== null) appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
  const collection = <T>(name: string): Collection<T> => {
    const records = (all.get(name) ?? new Map<string, unknown>()) as Map<string, T>;
    all.set(name, records);
    return {
      get: (key) => records.get(key),
      set: (key, value) => {
        records.set(key, value);
        write({ c: name, k: key, v: value });
      },
      delete: (key) => {
        records.delete(key);
        write({ c: name, k: key });
      },
      entries: () => [...records],
    };
  };
  const log = collection<Effect>('effects');
  return {
    collection,
    note: (effect, key) => log.set(String(log.entries().length + 1), { effect, key }),
    effects: () => log.entries().map(([, effect]) => effect),
  };
};
