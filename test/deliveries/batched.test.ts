import { describe, expect, it } from 'vitest';
import { batched } from '../../src/deliveries/batched.ts';
import type { Database } from '../../db/client.ts';

/** Batches are kept per database; nothing here asks it anything. */
const database = (): Database => ({}) as Database;

interface Row {
  readonly key: string;
  readonly value: number;
}

const recorder = (spoilt: (row: Row) => boolean = () => false) => {
  const statements: number[][] = [];
  const double = batched({
    run: async (_, rows: readonly Row[]) => {
      statements.push(rows.map(({ value }) => value));
      if (rows.some(spoilt)) throw new Error('spoilt');
      return rows.map(({ value }) => value * 2);
    },
    key: ({ key }: Row) => key,
  });
  return { statements, double };
};
const rowsOf = (many: number): Row[] => Array.from({ length: many }, (_, value) => ({ key: String(value), value }));

describe('batched statements', () => {
  it('shares one statement among those who ask at the same time, each with its own answer', async () => {
    const { statements, double } = recorder();
    const db = database();
    const answers = await Promise.all(rowsOf(50).map((row) => double(db, row)));
    expect(answers).toEqual(rowsOf(50).map(({ value }) => value * 2));
    expect(statements).toHaveLength(1);
  });

  it('asks at once for one who comes alone', async () => {
    const { statements, double } = recorder();
    expect(await double(database(), { key: 'a', value: 1 })).toBe(2);
    expect(statements).toEqual([[1]]);
  });

  it('lets one bad input spoil nobody else’s', async () => {
    const { double } = recorder(({ value }) => value === 7);
    const db = database();
    const settled = await Promise.allSettled(rowsOf(20).map((row) => double(db, row)));
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(settled[7]).toMatchObject({ status: 'rejected', reason: { message: 'spoilt' } });
  });

  it('changes no row twice in one statement, and keeps the order of those who ask for the same row', async () => {
    const { statements, double } = recorder();
    const db = database();
    await Promise.all([1, 2, 3].map((value) => double(db, { key: 'same', value })));
    expect(statements).toEqual([[1], [2], [3]]);
  });

  it('never mixes two databases', async () => {
    const { statements, double } = recorder();
    await Promise.all([double(database(), { key: 'a', value: 1 }), double(database(), { key: 'b', value: 2 })]);
    expect(statements).toEqual([[1], [2]]);
  });
});
