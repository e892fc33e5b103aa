import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing, isTaken, withFaults } from './faults.ts';
import type { Lock } from './lock.ts';
import { createReader, orNull, type Folder } from './reader.ts';

/** Our own books; no web server serves a name that begins with a dot, and only we may read it. */
export const BOOKS = '.yigao';

/** The document root in the hands of the one who holds its lock. */
export interface HeldFolder extends Folder {
  /** A reader sees the old file or the new one, never a part; the same bytes again are left alone. True when written. */
  write(path: string, data: string | Uint8Array): Promise<boolean>;
  /** Adds a line at the end; one that a crash left unfinished stays a line of its own. */
  append(path: string, line: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** A folder and those above it, readable for the web server whatever our umask says. */
const makeFolder = async (root: string, path: string): Promise<void> => {
  if (path === '.') return;
  try {
    await mkdir(join(root, path));
    await chmod(join(root, path), path.startsWith(BOOKS) ? 0o700 : 0o755);
  } catch (error) {
    if (isTaken(error)) return;
    if (!isMissing(error) || dirname(path) === '.') throw error;
    await makeFolder(root, dirname(path));
    await makeFolder(root, path);
  }
};

const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const writeSynced = async (path: string, data: Uint8Array, mode: number): Promise<void> => {
  const handle = await open(path, 'w', mode);
  try {
    await handle.writeFile(data);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const appendSynced = async (path: string, line: string): Promise<void> => {
  const handle = await open(path, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const isTorn = size > 0 && buffer[0] !== 0x0a;
    await handle.appendFile(`${isTorn ? '\n' : ''}${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Writes below the root: to the holder's own temporary file, synced, renamed into place, the folder synced. The lock is
 * checked right before each change, so that a process that slept through its time wakes up harmless.
 */
export const createWriter = (root: string, lock: Lock): HeldFolder => ({
  ...createReader(root),
  write: (path, data) =>
    withFaults(path, async () => {
      const target = join(root, path);
      const bytes = Buffer.from(data);
      const stood = await orNull(() => readFile(target));
      if (stood?.equals(bytes)) return false;
      await makeFolder(root, dirname(path));
      await writeSynced(lock.temporary, bytes, path.startsWith(BOOKS) ? 0o600 : 0o644);
      await lock.check();
      await rename(lock.temporary, target);
      await syncFolder(dirname(target));
      return true;
    }),
  append: (path, line) =>
    withFaults(path, async () => {
      await makeFolder(root, dirname(path));
      await lock.check();
      await appendSynced(join(root, path), line);
    }),
  remove: (path) =>
    withFaults(path, async () => {
      await lock.check();
      await rm(join(root, path), { force: true });
    }),
});
