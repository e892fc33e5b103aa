import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { among } from '../../db/among.ts';
import { units } from '../../db/schema/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.execute(sql`insert into units (id, name) select n::text, n::text from generate_series(1, 3000) n`);
  await database.db.execute(sql`analyze units`);
});
afterAll(() => database.close());

const idsOf = (many: number): string[] => Array.from({ length: many }, (_, n) => String(n + 1));

describe('rows among those asked for', () => {
  it('are those and no others, each once, and none when none is asked for', async () => {
    const ask = (ids: string[]) => database.db.select().from(units).where(among(units.id, ids));
    expect((await ask(['7', '7', '9', 'nobody'])).map(({ id }) => id).sort()).toEqual(['7', '9']);
    expect(await ask([])).toEqual([]);
    expect(await ask(idsOf(500))).toHaveLength(500);
  });

  it('are asked for by one prepared statement, however many they are', async () => {
    const seen = await database.db.transaction(async (tx) => {
      for (const many of [1, 40, 500])
        await tx
          .select({ name: units.name })
          .from(units)
          .where(among(units.id, idsOf(many)));
      return tx.execute(
        sql`select statement from pg_prepared_statements where statement like 'select "name" from "units"%'`,
      );
    });
    expect(seen).toHaveLength(1);
  });
});
