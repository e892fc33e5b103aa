import { and, eq, inArray, isNotNull, isNull, notInArray, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { audits, dbNow, hosts } from '../../db/schema/index.ts';
import { isAsWanted, type Verdict } from '../core/verdicts.ts';
import { writeEvents } from '../events.ts';
import { closeFindings, recordFindings } from './findings.ts';
import { FORGOTTEN } from './forgotten.ts';
import { found } from './found.ts';

/** Fewer copies are what a person reads one by one anyway. */
const AT_LEAST = 10;
/** Of all copies known on the host. A slip of one editor never reaches it; a redesign always does. */
const SHARE = 0.3;
/** "At once": as long as a full run over a small site takes at a polite pace. */
const WINDOW = sql`interval '2 hours'`;

export const hostSubject = (host: string) => ({
  subject: `host:${host}`,
  deliveryId: null,
  itemId: null,
  channelId: null,
  unitId: null,
});

/** Copies that stopped being as they should lately. */
const changedLately = (host: string) =>
  and(
    eq(audits.host, host),
    sql`${audits.since} > clock() - ${WINDOW}`,
    notInArray(audits.verdict, ['same', 'absent', 'unknown']),
  );

const countChanged = async (tx: Transaction, host: string): Promise<{ changed: number; all: number }> => {
  const [row] = await tx
    .select({
      all: sql<number>`count(*)::int`,
      changed: sql<number>`(count(*) filter (where ${changedLately(host)}))::int`,
    })
    .from(audits)
    .where(eq(audits.host, host));
  return { changed: row?.changed ?? 0, all: row?.all ?? 0 };
};

/** Takes back what the flood brought, stops the looks, and asks a person once. */
const pull = async (tx: Transaction, host: string, changed: number, now: Date): Promise<void> => {
  await tx.update(hosts).set({ brakedAt: dbNow }).where(eq(hosts.host, host));
  const rows = await tx
    .update(audits)
    .set({ nextLookAt: null })
    .where(eq(audits.host, host))
    .returning({ id: audits.deliveryId, since: audits.since, verdict: audits.verdict });
  const recent = await tx.select({ id: audits.deliveryId }).from(audits).where(changedLately(host));
  const changedIds = new Set(recent.map(({ id }) => id));
  const subjects = rows.filter(({ id }) => changedIds.has(id)).map(({ id }) => `delivery:${id}`);
  await closeFindings(tx, subjects, '整站变化，见该网站的问题');
  await recordFindings(tx, {
    subject: hostSubject(host),
    found: [found('many-changed', { host, count: changed })],
    judged: [],
    evidence: { deliveries: [...changedIds] },
    snapshot: null,
    now,
  });
  await writeEvents(tx, [{ actor: 'audit', kind: 'host-braked', data: { host, changed } }]);
};

/**
 * Called with a verdict that is not as wanted, after it was written: true when the host is stopped, now or before. The
 * host's row is locked, so that two workers never count past each other.
 */
export const checkBrake = async (tx: Transaction, host: string, verdict: Verdict, now: Date): Promise<boolean> => {
  if (isAsWanted(verdict) || verdict === 'unknown') return false;
  const [row] = await tx.select().from(hosts).where(eq(hosts.host, host)).for('update');
  if (!row || (row.releasedUntil !== null && row.releasedUntil > now)) return false;
  if (row.brakedAt !== null) return true;
  const { changed, all } = await countChanged(tx, host);
  if (changed < AT_LEAST || changed < all * SHARE) return false;
  await pull(tx, host, changed, now);
  return true;
};

/** A person knows what happened: looks go on, each copy is reported for itself, and the brake rests for a day. */
export const releaseBrake = async (tx: Transaction, host: string): Promise<boolean> => {
  const released = await tx
    .update(hosts)
    .set({ brakedAt: null, releasedUntil: sql`clock() + interval '1 day'` })
    .where(and(eq(hosts.host, host), isNotNull(hosts.brakedAt)))
    .returning({ host: hosts.host });
  return released.length > 0;
};

/** Audits that wait only for their host to be released. Nothing of theirs is remembered: each is judged in full. */
export const restartAudits = (tx: Transaction, hostNames: readonly string[]) =>
  tx
    .update(audits)
    .set({ nextLookAt: dbNow, slotAt: null, ...FORGOTTEN })
    .where(and(inArray(audits.host, [...hostNames]), isNull(audits.nextLookAt)));
