import { sql } from 'drizzle-orm';
import type postgres from 'postgres';

/** Longer lists of parameters come in every length: a statement each would fill the server's memory. */
const MAX_PARAMETERS = 24;

const PLAN_ANEW = '/* planned anew */';

/** A condition, always true: its statement is not prepared, since its best plan depends on what is asked for. */
export const planAnew = sql.raw(`${PLAN_ANEW} true`);

type Unsafe = postgres.Sql['unsafe'];
type Begin = (...args: readonly unknown[]) => Promise<unknown>;

const isScope = (value: unknown): value is (client: postgres.Sql) => unknown => typeof value === 'function';

/**
 * Drizzle sends every statement unprepared: parsed and planned anew, described in one round trip and run in a second. Here
 * each is prepared once per connection, in transactions too, and from then on is one round trip.
 */
export const prepared = <C extends postgres.Sql>(client: C): C =>
  new Proxy(client, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      if (name === 'unsafe') {
        const unsafe = value as Unsafe;
        const wrapped: Unsafe = (query, parameters = [], options) =>
          unsafe(query, parameters, {
            ...options,
            prepare: parameters.length > 0 && parameters.length <= MAX_PARAMETERS && !query.includes(PLAN_ANEW),
          });
        return wrapped;
      }
      if (name === 'begin' || name === 'savepoint') {
        const begin = value as Begin;
        return (...args: readonly unknown[]) =>
          begin(...args.map((arg) => (isScope(arg) ? (scoped: postgres.Sql) => arg(prepared(scoped)) : arg)));
      }
      return value;
    },
  });
