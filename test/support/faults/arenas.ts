import type { FaultChannel } from './channels.ts';
import { openArena, type Arena } from './trial.ts';

/** In a world that remembers thousands of articles, lists and indexes grow, and each trial with them. */
const TRIALS = 64;

export interface Arenas {
  /** Where the next trial takes place. */
  next(): Promise<Arena>;
  close(): Promise<void>;
}

/** The worlds of one channel, one after the other: a new one after so many trials. */
export const createArenas = (channel: FaultChannel): Arenas => {
  let arena: Arena | null = null;
  let trials = 0;
  const close = async (): Promise<void> => {
    await arena?.close();
    arena = null;
  };
  return {
    next: async () => {
      if (trials % TRIALS === 0) await close();
      trials += 1;
      arena ??= await openArena(channel);
      return arena;
    },
    close,
  };
};
