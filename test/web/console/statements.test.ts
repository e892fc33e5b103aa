import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as schema from '../../../db/schema/index.ts';
import { ROLES } from '../../../src/core/roles.ts';
import { findThings, stopsOf, type Things } from '../../support/console-pages.ts';
import { createTestDatabase, setClock } from '../../support/database.ts';
import { fakeChannel, fakeContext } from '../../support/fakes.ts';
import { fillOffice } from '../../support/large-county.ts';
import { seedBasics } from '../../support/seed.ts';
import { staffOf } from '../../support/staff.ts';

/** The page with the most: an item with its deliveries, receipts, steps, events, revisions and their approvals. */
const MOST = 16;

const CHANNELS = [
  fakeChannel(),
  fakeChannel({ id: 'wechat', name: '明溪在线' }),
  fakeChannel({ id: 'esanming', name: 'e三明' }),
];

interface Office {
  readonly things: Things;
  /** How many statements a visit takes, with what it answered. */
  count(path: string): Promise<{ readonly statements: number; readonly status: number }>;
  close(): Promise<void>;
}

const openOffice = async (rows: number): Promise<Office> => {
  const database = await createTestDatabase();
  await seedBasics(database.db, CHANNELS);
  await fillOffice(database, rows);
  // Held, so that no visit notes that somebody was seen.
  await setClock(database.db, new Date());
  let statements = 0;
  const client = postgres(database.url, { max: 4, onnotice: () => undefined });
  const logger = { logQuery: () => void (statements += 1) };
  const db = drizzle(client, { schema, casing: 'snake_case', logger });
  const staff = staffOf({ ...fakeContext(database, { channels: CHANNELS, origin: 'http://yigao.test' }), db });
  // Every role at once, which no real account may have: whoever sees all parts of a page asks the most.
  const { id } = await staff.user('everybody', ['admin']);
  await database.db
    .update(schema.users)
    .set({ roles: [...ROLES] })
    .where(eq(schema.users.id, id));
  const browser = staff.open();
  await browser.signIn('everybody');
  return {
    things: { ...(await findThings(database.db)), mark: 'none' } as Things,
    count: async (path) => {
      statements = 0;
      const { status } = await browser.get(path);
      return { statements, status };
    },
    close: async () => {
      await client.end();
      await database.close();
    },
  };
};

describe('the statements of a page', () => {
  let few: Office;
  let many: Office;
  beforeAll(async () => {
    [few, many] = await Promise.all([openOffice(10), openOffice(200)]);
  });
  afterAll(async () => {
    await few.close();
    await many.close();
  });

  it('are as many with 10 rows of everything as with 200, and never more than a fixed number', async () => {
    const [small, large] = [stopsOf(few.things), stopsOf(many.things)];
    const wrong: string[] = [];
    for (const [at, { path }] of large.entries()) {
      const before = await few.count(small[at]?.path ?? '');
      const now = await many.count(path);
      if (now.status !== before.status || now.statements > before.statements || now.statements > MOST)
        wrong.push(`${path}: ${before.statements} (${before.status}), then ${now.statements} (${now.status})`);
    }
    expect(wrong).toEqual([]);
    expect(large.length).toBeGreaterThan(40);
  });
});
