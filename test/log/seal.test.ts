import { asc, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events, seals } from '../../db/schema/index.ts';
import { connect, type Connection } from '../../db/client.ts';
import { writeEvents } from '../../src/events.ts';
import { sealEvents } from '../../src/log/seal.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let other: Connection;
beforeEach(async () => {
  database = await createTestDatabase();
  other = connect(database.url, 4);
});
afterEach(async () => {
  await other.close();
  await database.close();
});

const write = (db: Pick<TestDatabase, 'db'>['db'], actor: string) => writeEvents(db, [{ actor, kind: 'signed-in' }]);
/**
 * Seals once nothing can hold it up: transaction ids belong to the whole cluster, and other tests write in theirs meanwhile.
 */
const seal = async (): Promise<number> => {
  const isOver = async (): Promise<boolean> => {
    const [row] = await database.db.execute<{ over: boolean }>(
      sql`select coalesce(bool_and(tx < pg_snapshot_xmin(now) or tx >= pg_snapshot_xmax(now)), true) as over
        from events, pg_current_snapshot() now`,
    );
    return row?.over ?? false;
  };
  await expect.poll(isOver).toBe(true);
  return sealEvents(database);
};
const sealedIds = async () =>
  (await database.db.select().from(seals).orderBy(asc(seals.id))).map(({ eventIds }) => eventIds);
/** As somebody with the keys of the database would: past the triggers. */
const forge = (statement: string) =>
  database.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql.raw(statement));
  });

describe('events', () => {
  it('cannot be changed, removed or emptied through the database, nor can their seals', async () => {
    await write(database.db, 'a');
    await seal();
    for (const statement of [
      `update events set actor = 'b'`,
      'delete from events',
      'truncate events',
      `update seals set previous = 'b'`,
      'delete from seals',
      'truncate seals',
    ])
      await expect(database.db.execute(sql.raw(statement))).rejects.toMatchObject({
        cause: { message: expect.stringContaining('append-only') },
      });
    expect(await database.db.$count(events)).toBe(1);
  });
});

describe('the chain', () => {
  it('takes every event once, in blocks, and is proven', async () => {
    for (const actor of ['a', 'b', 'c']) await write(database.db, actor);
    expect(await seal()).toBe(3);
    expect(await seal()).toBe(0);
    await write(database.db, 'd');
    expect(await seal()).toBe(1);
    expect(await sealedIds()).toEqual([[1, 2, 3], [4]]);
    expect(await verifyLog(database)).toMatchObject({ sealed: 4, waiting: 0, broken: null });
  });

  it('waits for a transaction that is still open, holds nobody up, and misses none that commits late', async () => {
    let finish: () => void = () => undefined;
    const hold = new Promise<void>((resolve) => (finish = resolve));
    let began: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (began = resolve));
    const late = other.db.transaction(async (tx) => {
      await writeEvents(tx, [{ actor: 'late', kind: 'signed-in' }]);
      began();
      await hold;
    });
    await hasBegun;
    await write(database.db, 'early');
    expect(await sealEvents(database)).toBe(0);
    expect(await verifyLog(database)).toMatchObject({ sealed: 0, waiting: 1, broken: null });
    finish();
    await late;
    expect(await seal()).toBe(2);
    expect(await sealedIds()).toEqual([[1, 2]]);
  });

  it('stays one chain while many write and several seal', async () => {
    const writers = Array.from({ length: 60 }, (_, at) => write(at % 2 ? other.db : database.db, `w${at}`));
    const sealers = Array.from({ length: 12 }, (_, at) => sealEvents(at % 2 ? other : database));
    await Promise.all([...writers, ...sealers]);
    await seal();
    expect(await verifyLog(database)).toMatchObject({ sealed: 60, waiting: 0, broken: null });
  });

  it('goes on after a rolled-back transaction left a gap in the ids', async () => {
    await write(database.db, 'a');
    const undone = database.db.transaction(async (tx) => {
      await writeEvents(tx, [{ actor: 'gone', kind: 'signed-in' }]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await write(database.db, 'b');
    expect(await verifyLog(database)).toMatchObject({ sealed: 2, broken: null });
  });

  it('starts over in a restored cluster, whose transaction ids are lower', async () => {
    await write(database.db, 'a');
    await seal();
    await write(database.db, 'unsealed at the backup');
    await forge(`update seals set up_to = '999999999'; update events set tx = '999999990' where id = 2`);
    await write(database.db, 'b');
    expect(await seal()).toBe(2);
    await write(database.db, 'c');
    expect(await verifyLog(database)).toMatchObject({ sealed: 4, waiting: 0, broken: null });
  });
});

describe('the proof', () => {
  const fill = async () => {
    for (const actor of ['a', 'b', 'c', 'd', 'e']) await write(database.db, actor);
    await seal();
    await write(database.db, 'f');
    await seal();
  };

  it.each([
    ['a changed actor', `update events set actor = 'x' where id = 3`, { kind: 'changed', eventId: 3 }],
    [
      'a changed time',
      `update events set at = at + interval '1 microsecond' where id = 2`,
      { kind: 'changed', eventId: 2 },
    ],
    ['changed data', `update events set data = '{"a":1}' where id = 6`, { kind: 'changed', eventId: 6 }],
    ['a removed row', 'delete from events where id = 4', { kind: 'removed', eventId: 4 }],
    [
      'a row slipped in',
      `insert into events (id, actor, kind, tx) overriding system value select 99, 'x', 'signed-in', tx from events where id = 1`,
      { kind: 'inserted', eventId: 99 },
    ],
    ['a removed block', 'delete from seals where id = 1', { kind: 'seal', eventId: 6 }],
    ['a changed seal', `update seals set previous = repeat('f', 64) where id = 2`, { kind: 'seal', eventId: 6 }],
    [
      'a changed row with its hash',
      `update events set actor = 'x' where id = 6; update seals set hashes[1] = repeat('a', 64) where id = 2`,
      { kind: 'changed', eventId: 6 },
    ],
  ] as const)('names the first broken row: %s', async (_, statement, broken) => {
    await fill();
    await forge(statement);
    expect((await verifyLog(database)).broken).toMatchObject(broken);
  });

  it('tells a log rewritten as a whole by its head, which is written down elsewhere', async () => {
    await fill();
    const { head } = await verifyLog(database);
    await forge(`delete from seals; update events set actor = 'x' where id = 1`);
    expect(await verifyLog(database)).toMatchObject({ broken: null, head: expect.not.stringMatching(head) });
  });
});
