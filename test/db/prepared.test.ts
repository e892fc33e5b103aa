import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planAnew } from '../../db/prepared.ts';
import { units } from '../../db/schema/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

interface Statement {
  readonly [column: string]: unknown;
  readonly statement: string;
}

describe('statements', () => {
  it('are prepared once per connection, in transactions and their savepoints, too', async () => {
    const seen = await database.db.transaction(async (tx) => {
      for (const id of ['a', 'b', 'c']) await tx.insert(units).values({ id, name: id });
      await tx.transaction((inner) => inner.insert(units).values({ id: 'd', name: 'd' }));
      return tx.execute<Statement>(
        sql`select statement from pg_prepared_statements where statement like 'insert into "units"%'`,
      );
    });
    expect(seen).toHaveLength(1);
  });

  it('with many parameters are not kept: they come in every length', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => ({ id: `many-${n}`, name: 'x' }));
    const seen = await database.db.transaction(async (tx) => {
      await tx.insert(units).values(rows);
      return tx.execute<Statement>(sql`select statement from pg_prepared_statements where length(statement) > 400`);
    });
    expect(seen).toEqual([]);
    expect(await database.db.$count(units)).toBe(44);
  });

  it('whose best plan depends on what is asked for are not kept', async () => {
    const seen = await database.db.transaction(async (tx) => {
      for (const name of ['甲', '乙'])
        await tx
          .select()
          .from(units)
          .where(and(planAnew, eq(units.name, name)));
      return tx.execute<Statement>(sql`select statement from pg_prepared_statements where statement like '%anew%'
        and statement not like '%pg_prepared%'`);
    });
    expect(seen).toEqual([]);
  });
});
