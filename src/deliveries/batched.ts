import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';

/**
 * Part of a statement that need not wait for the disk: whatever is committed later and does wait takes it along, and if the
 * server falls before that, the run merely finds its claim lost, or looks for its effect. True, for a `where`.
 */
export const withoutWaiting = sql`(select set_config('synchronous_commit', 'off', true)) = 'off'`;

export interface Batch<I, O> {
  /** One statement for all inputs; answers in their order. */
  readonly run: (db: Database, inputs: readonly I[]) => Promise<readonly O[]>;
  /** No two inputs of one key go into one statement: it changes a row once. Absent: any may. */
  readonly key?: (input: I) => string;
}

/** Rows per statement: beyond some hundred it only makes the first wait for the last. */
const MAX = 200;

interface Waiting<I, O> {
  readonly input: I;
  resolve(output: O): void;
  reject(error: unknown): void;
}

/** The first of each key, at most `MAX`; what is left waits for the next statement. */
const takeBatch = <I, O>(waiting: Waiting<I, O>[], key: Batch<I, O>['key']): Waiting<I, O>[] => {
  if (!key) return waiting.splice(0, MAX);
  const keys = new Set<string>();
  const taken: Waiting<I, O>[] = [];
  const left: Waiting<I, O>[] = [];
  for (const each of waiting) {
    const name = key(each.input);
    const fits = taken.length < MAX && !keys.has(name);
    keys.add(name);
    (fits ? taken : left).push(each);
  }
  waiting.splice(0, waiting.length, ...left);
  return taken;
};

const createBatcher = <I, O>(db: Database, { run, key }: Batch<I, O>): ((input: I) => Promise<O>) => {
  const waiting: Waiting<I, O>[] = [];
  let working = false;
  const answer = async (batch: readonly Waiting<I, O>[]): Promise<void> => {
    const outputs = await run(
      db,
      batch.map(({ input }) => input),
    );
    if (outputs.length !== batch.length) throw new Error(`${outputs.length} answers to ${batch.length} inputs`);
    outputs.forEach((output, index) => batch[index]?.resolve(output));
  };
  const runOne = (each: Waiting<I, O>): Promise<void> => answer([each]).catch((error: unknown) => each.reject(error));
  const runAll = async (batch: readonly Waiting<I, O>[]): Promise<void> => {
    try {
      await answer(batch);
    } catch {
      // One input may have spoilt it for all, or two workers locked each other's rows: each for itself, each with its error.
      for (const each of batch) await runOne(each);
    }
  };
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = takeBatch(waiting, key);
      await (batch.length === 1 && batch[0] ? runOne(batch[0]) : runAll(batch));
    }
    working = false;
  };
  return (input) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      if (working) return;
      working = true;
      // What this turn of the event loop still asks for goes along.
      setImmediate(() => void work());
    });
};

/**
 * Many runs ask for the same small statement at the same time: they share one. A caller sees no difference but the speed;
 * nobody waits for company, only for the statement before: the slower the disk, the more go along.
 */
export const batched = <I, O>(batch: Batch<I, O>): ((db: Database, input: I) => Promise<O>) => {
  const batchers = new WeakMap<Database, (input: I) => Promise<O>>();
  return (db, input) => {
    const batcher = batchers.get(db) ?? createBatcher(db, batch);
    batchers.set(db, batcher);
    return batcher(input);
  };
};
