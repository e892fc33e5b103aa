import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { units } from '../../db/schema/index.ts';
import { advance, createTestDatabase, setClock, type TestDatabase } from './database.ts';
import { seedBasics, UNITS } from './seed.ts';

let databases: TestDatabase[];
beforeAll(async () => {
  databases = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all(databases.map(({ close }) => close())));

const clockOf = async ({ db }: TestDatabase): Promise<string> => {
  const [row] = await db.execute<{ at: string }>(sql`select clock()::text as at`);
  return new Date(row?.at ?? '').toISOString();
};

describe('createTestDatabase', () => {
  it('gives every caller a migrated database of its own', async () => {
    const [one, other] = databases as [TestDatabase, TestDatabase];
    await seedBasics(one.db);
    expect(await one.db.$count(units)).toBe(UNITS.length);
    expect(await other.db.$count(units)).toBe(0);
  });
});

describe('setClock', () => {
  it('holds, moves and frees the clock of one database only', async () => {
    const [one, other] = databases as [TestDatabase, TestDatabase];
    const start = new Date('2020-09-28T07:04:00Z');
    await setClock(one.db, start);
    expect(await clockOf(one)).toBe(start.toISOString());
    await advance(one.db, 90_500);
    expect(await clockOf(one)).toBe('2020-09-28T07:05:30.500Z');
    expect((await clockOf(other)) > '2021').toBe(true);
    await setClock(one.db, null);
    expect((await clockOf(one)) > '2021').toBe(true);
    await expect(advance(one.db, 1)).rejects.toThrow(/setClock/);
  });
});
