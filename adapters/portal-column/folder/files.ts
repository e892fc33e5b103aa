import { ChannelError } from '../../../src/core/faults.ts';
import { readBook, removeBook, writeBook } from './book.ts';
import type { HeldFolder } from './writer.ts';

export const ASSETS = 'assets';
const bookOf = (file: string): string => `files/${file}`;

/** Bytes by name below `assets/`, of what was not there when we looked. */
export type Bytes = ReadonlyMap<string, Uint8Array>;

/** Puts files where the article needs them, and notes that it does: articles with the same image share one file. */
export const keepFiles = async (folder: HeldFolder, article: string, files: readonly string[], bytes: Bytes) => {
  for (const file of files) {
    const users = (await readBook<string[]>(folder, bookOf(file))) ?? [];
    if (!users.includes(article)) await writeBook(folder, bookOf(file), [...users, article]);
    const path = `${ASSETS}/${file}`;
    const data = bytes.get(file);
    if (data) await folder.write(path, data);
    else if (!(await folder.has(path))) throw new ChannelError('unavailable', `文件刚被移除，稍后自动重试：${path}`);
  }
};

/** What was taken back must not stay at its own address: a file goes with the last article that needs it. */
export const dropFiles = async (folder: HeldFolder, article: string, files: readonly string[]): Promise<void> => {
  for (const file of files) {
    const users = (await readBook<string[]>(folder, bookOf(file))) ?? [];
    const others = users.filter((user) => user !== article);
    if (others.length > 0) await writeBook(folder, bookOf(file), others);
    else {
      await folder.remove(`${ASSETS}/${file}`);
      await removeBook(folder, bookOf(file));
    }
  }
};
