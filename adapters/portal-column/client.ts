import { join } from 'node:path';
import { ChannelError } from '../../src/core/faults.ts';
import { withFaults } from './folder/faults.ts';
import { acquireLock, type LockTimes } from './folder/lock.ts';
import { createReader, type Folder } from './folder/reader.ts';
import { BOOKS, createWriter, type HeldFolder } from './folder/writer.ts';

export interface Client extends Folder {
  /** Runs the work while nobody else writes, on this machine or another; nothing can be written in any other way. */
  hold<T>(work: (folder: HeldFolder) => Promise<T>): Promise<T>;
}

/** The portal as we reach it. The root must be there: a share that is not mounted must not become a folder of our own. */
export const openClient = (documentRoot: string, signal: AbortSignal, times?: LockTimes): Client => {
  const folder = createReader(documentRoot);
  const acquire = async () => {
    if (!(await folder.has('.')))
      throw new ChannelError('unavailable', `门户目录不存在：${documentRoot}，请建立或挂载后再试`);
    return withFaults(BOOKS, () => acquireLock(join(documentRoot, BOOKS, 'lock'), signal, times));
  };
  return {
    ...folder,
    hold: async (work) => {
      const lock = await acquire();
      try {
        return await work(createWriter(documentRoot, lock));
      } finally {
        await withFaults(BOOKS, () => lock.release());
      }
    },
  };
};
