import { asc, gt, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { events, seals } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { BreakKind } from '../core/proof.ts';
import { canonicalEvent, GENESIS, nextHash } from './chain.ts';
import { sealEvents } from './seal.ts';

/** The first place where the log is not what it was sealed as. */
export interface Break {
  readonly sealId: number;
  readonly eventId: number | null;
  readonly kind: BreakKind;
}
export interface Proof {
  readonly sealed: number;
  /** Written but not sealed yet: of transactions that were still open. */
  readonly waiting: number;
  /** Hash of the newest sealed event. */
  readonly head: string;
  readonly broken: Break | null;
}

interface Walk {
  readonly head: string;
  readonly sealed: number;
  readonly broken: Break | null;
}

type Seal = typeof seals.$inferSelect;

const canonicalOf = async (db: Database, ids: readonly number[]): Promise<ReadonlyMap<number, string>> => {
  const rows = await db
    .select({ id: events.id, canonical: canonicalEvent })
    .from(events)
    .where(inArray(events.id, [...ids]));
  return new Map(rows.map(({ id, canonical }) => [id, canonical]));
};

/** One block against what its events are now. */
const checkSeal = async (db: Database, seal: Seal, { head, sealed }: Walk, expectedId: number): Promise<Walk> => {
  const at = (kind: Break['kind'], eventId: number | null): Walk => ({
    head,
    sealed,
    broken: { sealId: seal.id, eventId, kind },
  });
  if (seal.id !== expectedId || seal.previous !== head || seal.hashes.length !== seal.eventIds.length)
    return at('seal', seal.eventIds[0] ?? null);
  const canonical = await canonicalOf(db, seal.eventIds);
  let running = head;
  for (const [index, eventId] of seal.eventIds.entries()) {
    const text = canonical.get(eventId);
    if (text === undefined) return at('removed', eventId);
    running = nextHash(running, text);
    if (running !== seal.hashes[index]) return at('changed', eventId);
  }
  return { head: running, sealed: sealed + seal.eventIds.length, broken: null };
};

const walkSeals = async (db: Database): Promise<Walk> => {
  let walk: Walk = { head: GENESIS, sealed: 0, broken: null };
  for (let last = 0; ; last += 1) {
    const [seal] = await db.select().from(seals).where(gt(seals.id, last)).orderBy(asc(seals.id)).limit(1);
    if (!seal) return walk;
    walk = await checkSeal(db, seal, walk, last + 1);
    if (walk.broken) return walk;
  }
};

/** An event that no seal names, though every transaction of its time was sealed: somebody slipped it in. */
const findInserted = async (db: Database): Promise<{ inserted: number | null; waiting: number }> => {
  const [row] = await db.execute<{ inserted: string | null; waiting: string }>(sql`
    with tip as (select up_to, floor_id from ${seals} order by id desc limit 1),
      named as (select unnest(event_ids) as id from ${seals}),
      loose as (select e.id, e.tx from ${events} e left join named n on n.id = e.id where n.id is null)
    select (select min(l.id) from loose l, tip where l.tx < tip.up_to or l.id <= tip.floor_id) as inserted,
      (select count(*) from loose) as waiting`);
  return { inserted: row?.inserted ? Number(row.inserted) : null, waiting: Number(row?.waiting ?? 0) };
};

/** Seals what can be sealed, then recomputes the whole chain from the events as they are. */
export const verifyLog = async (ctx: Pick<Context, 'db'>): Promise<Proof> => {
  await sealEvents(ctx);
  const { head, sealed, broken } = await walkSeals(ctx.db);
  const { inserted, waiting } = await findInserted(ctx.db);
  const slipped: Break | null = inserted === null ? null : { sealId: 0, eventId: inserted, kind: 'inserted' };
  return { sealed, waiting, head, broken: broken ?? slipped };
};
