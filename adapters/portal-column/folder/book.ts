import { ChannelError } from '../../../src/core/faults.ts';
import type { Folder } from './reader.ts';
import { BOOKS, type HeldFolder } from './writer.ts';

const fileOf = (name: string): string => `${BOOKS}/${name}.json`;

/** One of our own books, or null. One that cannot be read needs a person: a guess could publish what was taken back. */
export const readBook = async <T>(folder: Folder, name: string): Promise<T | null> => {
  const text = await folder.read(fileOf(name));
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ChannelError('refused', `门户目录中的记录已损坏：${fileOf(name)}，请从备份恢复后重试`, { cause });
  }
};

export const writeBook = (folder: HeldFolder, name: string, book: unknown): Promise<boolean> =>
  folder.write(fileOf(name), JSON.stringify(book));

export const removeBook = (folder: HeldFolder, name: string): Promise<void> => folder.remove(fileOf(name));
