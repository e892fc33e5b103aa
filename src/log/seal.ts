import { and, asc, desc, gt, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { events, seals, type SealRow } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { canonicalEvent, GENESIS, lastHash, nextHash } from './chain.ts';

/** Any constant of our own: one sealer at a time in the whole system. */
const SEAL_LOCK = 6_190_313;
/** Events of one block; a seal's row stays under a megabyte. */
const BLOCK = 5_000;

type Tip = Pick<SealRow, 'id' | 'upTo' | 'floorId'> & { readonly head: string };
const START: Tip = { id: 0, upTo: '0', floorId: 0, head: GENESIS };

const readTip = async (tx: Transaction): Promise<Tip> => {
  const { id, upTo, floorId } = seals;
  const [tip] = await tx.select({ id, upTo, floorId, head: lastHash }).from(seals).orderBy(desc(id)).limit(1);
  return tip ?? START;
};

/** Events of transactions that had all ended: nothing can appear among them any more. */
const finished = ({ upTo, floorId }: Tip, horizon: string): SQL | undefined =>
  and(gte(events.tx, upTo), lt(events.tx, horizon), gt(events.id, floorId));

/**
 * A restored backup runs in a cluster that counts transactions anew: then whatever no seal names is taken, and the
 * count starts over above the newest id.
 */
const unnamed: SQL = sql`not exists (select from ${seals} where ${events.id} = any(${seals.eventIds}))`;

/** Locks out other sealers for this transaction; false: one is at it. */
const lock = async (tx: Transaction): Promise<boolean> => {
  const [row] = await tx.execute<{ locked: boolean }>(sql`select pg_try_advisory_xact_lock(${SEAL_LOCK}) as locked`);
  return row?.locked === true;
};

/**
 * A transaction of the snapshot is still open, and not of another database: those of a shared cluster write no event here,
 * and need hold up no seal. Whoever is not known to be elsewhere counts as ours. What ended since the snapshot was taken is
 * seen by the next statement.
 */
const isOurs: SQL = sql`pg_xact_status(x) = 'in progress' and not exists (select from pg_stat_activity
  where datname <> current_database() and backend_xid::text::bigint = (x::text::bigint & 4294967295))`;

const readHorizon = async (tx: Transaction, { upTo }: Tip): Promise<{ horizon: string; isRestored: boolean }> => {
  const [row] = await tx.execute<{ horizon: string; restored: boolean }>(sql`
    select coalesce((select min(x::text::bigint) from pg_snapshot_xip(s) x where ${isOurs}), s.xmax)::text as horizon,
      s.xmax < ${upTo}::bigint as restored
    from (select s, pg_snapshot_xmax(s)::text::bigint as xmax from pg_current_snapshot() s) as s(s, xmax)`);
  if (!row) throw new Error('No snapshot');
  return { horizon: row.horizon, isRestored: row.restored };
};

/** Chains the wanted events behind the tip, block by block, in order of their ids. Answers the new tip and how many. */
const chain = async (tx: Transaction, tip: Tip, wanted: SQL | undefined, last: Pick<Tip, 'upTo' | 'floorId'>) => {
  let { id, head } = tip;
  let after = 0;
  let sealed = 0;
  for (;;) {
    const rows = await tx
      .select({ id: events.id, canonical: canonicalEvent })
      .from(events)
      .where(and(wanted, gt(events.id, after)))
      .orderBy(asc(events.id))
      .limit(BLOCK);
    const isLast = rows.length < BLOCK;
    if (rows.length === 0) return sealed;
    const previous = head;
    const hashes = rows.map(({ canonical }) => (head = nextHash(head, canonical)));
    id += 1;
    // Until the last block is written the mark stays where it was: the transaction is one, and so is its promise.
    const marks = isLast ? last : { upTo: tip.upTo, floorId: tip.floorId };
    await tx.insert(seals).values({ id, eventIds: rows.map((row) => row.id), hashes, previous, ...marks });
    sealed += rows.length;
    after = rows.at(-1)?.id ?? after;
    if (isLast) return sealed;
  }
};

const sealRestored = async (tx: Transaction, tip: Tip, horizon: string): Promise<number> => {
  const [row] = await tx.select({ newest: sql<string>`coalesce(max(${events.id}), 0)` }).from(events);
  return chain(tx, tip, unnamed, { upTo: horizon, floorId: Number(row?.newest ?? 0) });
};

/**
 * Chains every event whose transaction, and every one before it, has ended. Nothing waits for it: writers take no lock,
 * and what they commit is sealed within a second. Answers how many events it sealed.
 */
export const sealEvents = ({ db }: Pick<Context, 'db'>): Promise<number> =>
  db.transaction(async (tx) => {
    if (!(await lock(tx))) return 0;
    const tip = await readTip(tx);
    const { horizon, isRestored } = await readHorizon(tx, tip);
    if (isRestored) return sealRestored(tx, tip, horizon);
    return chain(tx, tip, finished(tip, horizon), { upTo: horizon, floorId: tip.floorId });
  });
