import type { Database } from '../db/client.ts';
import { finishStep, type StepEnd } from '../src/deliveries/steps.ts';
import { RunEnded } from './steps.ts';

export interface Results {
  keep(result: StepEnd): void;
  /** Writes what is not written yet. Throws `RunEnded` when the claim is lost. */
  write(): Promise<void>;
  /** Hands over the newest one for whoever writes it with what comes of it, and writes all others. Throws as `write`. */
  takeLast(): Promise<StepEnd | null>;
}

/**
 * A result is written before the run does anything else, and with what it ends in where that is a statement of its own: the
 * last step of most runs. Died in between, it is as one whose answer was lost.
 */
export const openResults = (db: Database): Results => {
  let unwritten: StepEnd[] = [];
  const write = async (): Promise<void> => {
    const results = unwritten;
    unwritten = [];
    const written = await Promise.all(results.map((result) => finishStep(db, result)));
    if (written.includes(false)) throw new RunEnded('lost');
  };
  return {
    keep(result) {
      unwritten.push(result);
    },
    write,
    async takeLast() {
      const last = unwritten.pop() ?? null;
      if (unwritten.length > 0) await write();
      return last;
    },
  };
};
