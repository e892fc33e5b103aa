import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, withFaults } from './faults.ts';

/** The document root, for reading. Paths are relative to it; null, false or empty where there is nothing. */
export interface Folder {
  read(path: string): Promise<string | null>;
  /** The last part of a file that may have grown long. */
  readEnd(path: string, bytes: number): Promise<string>;
  list(path: string): Promise<readonly string[]>;
  has(path: string): Promise<boolean>;
}

export const orNull = async <T>(work: () => Promise<T>): Promise<T | null> => {
  try {
    return await work();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

const readEnd = async (path: string, bytes: number): Promise<string> => {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, Math.max(0, size - bytes));
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
};

export const createReader = (root: string): Folder => ({
  read: (path) => withFaults(path, () => orNull(() => readFile(join(root, path), 'utf8'))),
  readEnd: (path, bytes) => withFaults(path, async () => (await orNull(() => readEnd(join(root, path), bytes))) ?? ''),
  list: (path) => withFaults(path, async () => (await orNull(() => readdir(join(root, path)))) ?? []),
  has: (path) => withFaults(path, async () => (await orNull(() => stat(join(root, path)))) !== null),
});
