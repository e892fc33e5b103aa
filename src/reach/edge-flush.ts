import type { Log } from '../core/log.ts';
import type { Buffer } from './buffer.ts';

/** How long a hit may wait for others to be written with. */
const GATHER_MS = 1_000;
/** When the database is away: again after so long, and so often; a worker may go on for 30 s after its answer. */
const AGAIN_MS = 4_000;
const TRIES = 6;

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A worker has no timers between requests: the request that adds the first hit stays alive to write them all. One that gives
 * up leaves them to the next request; nothing is dropped but by the buffer's own bound.
 */
export const createEdgeFlush = (buffer: Buffer, log: Log): (() => Promise<void>) => {
  let isUnderWay = false;
  const run = async (): Promise<void> => {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      await rest(tries === 1 ? GATHER_MS : AGAIN_MS);
      try {
        await buffer.flush();
        return;
      } catch (error) {
        log.warn({ error, tries, waiting: buffer.state().waiting }, 'hits not written yet');
      }
    }
  };
  return async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    try {
      await run();
    } finally {
      isUnderWay = false;
    }
  };
};
