import type { Database } from '../../../db/client.ts';
import type { Context } from '../../../src/context.ts';

/** The process died: nothing it had in hand goes on, and nothing it says reaches the database. */
export class Died extends Error {
  override readonly name = 'Died';
}

export interface Life {
  readonly isOver: boolean;
  /** Throws once the life is over. */
  check(): void;
  end(): void;
}

export const createLife = (): Life => {
  let isOver = false;
  return {
    get isOver() {
      return isOver;
    },
    check: () => {
      if (isOver) throw new Died('killed');
    },
    end: () => {
      isOver = true;
    },
  };
};

/** A database that answers only while the process lives. */
const mortalDatabase = (db: Database, life: Life): Database =>
  new Proxy(db, {
    get: (target, name) => {
      life.check();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** The context of one process among several on the same database; batches and claims are its own. */
export const mortalContext = (ctx: Context, life: Life): Context => ({ ...ctx, db: mortalDatabase(ctx.db, life) });
