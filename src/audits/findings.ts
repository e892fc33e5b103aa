import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { dbNow, findings, type FindingRow } from '../../db/schema/index.ts';
import { FINDINGS, findingText, type FindingKind } from '../core/findings.ts';
import { writeEvents, type EventKind } from '../events.ts';
import { dueAfter } from './due.ts';
import { fingerprintOf, type Found } from './found.ts';

/** What findings are about, and whom they fall to. */
export interface Subject {
  /** `delivery:<id>`, `host:<host>` or `place:<url>`. */
  readonly subject: string;
  readonly deliveryId: string | null;
  readonly itemId: string | null;
  readonly channelId: string | null;
  readonly unitId: string | null;
}

export interface Sight {
  readonly subject: Subject;
  readonly found: readonly Found[];
  /** What the look could see: of these, whatever it did not find is over. */
  readonly judged: readonly FindingKind[];
  /** Beside what each finding brings itself. */
  readonly evidence: Found['evidence'];
  readonly snapshot: string | null;
  readonly now: Date;
}

const tell = (tx: Transaction, rows: readonly FindingRow[], kind: EventKind) =>
  writeEvents(
    tx,
    rows.map((row) => ({
      actor: 'audit',
      kind,
      ...(row.itemId ? { itemId: row.itemId } : {}),
      ...(row.deliveryId ? { deliveryId: row.deliveryId } : {}),
      data: {
        findingId: row.id,
        finding: row.kind,
        severity: row.severity,
        text: findingText(row.kind, row.facts),
        channelId: row.channelId,
      },
    })),
  );

/** What a person accepted holds until its day, as long as it is the same thing; everything else stands as it stood. */
const stateWhenSeen = (before: FindingRow, fingerprint: string, now: Date): Partial<FindingRow> => {
  if (before.state === 'closed') return { state: 'open', reason: null, decidedBy: null, acceptedUntil: null };
  const holds = before.acceptedUntil !== null && before.acceptedUntil > now && before.fingerprint === fingerprint;
  if (before.state !== 'accepted' || holds) return {};
  return { state: 'open', acceptedUntil: null };
};

const keepOne = async (tx: Transaction, sight: Sight, each: Found, before: FindingRow): Promise<void> => {
  const fingerprint = fingerprintOf(each);
  const again = before.state === 'closed';
  const { severity, facts } = each;
  const [row] = await tx
    .update(findings)
    .set({
      severity,
      facts,
      fingerprint,
      evidence: { ...sight.evidence, ...each.evidence },
      snapshot: sight.snapshot ?? before.snapshot,
      seenAt: dbNow,
      ...stateWhenSeen(before, fingerprint, sight.now),
      ...(again
        ? {
            openedAt: dbNow,
            closedAt: null,
            times: before.times + 1,
            unitId: sight.subject.unitId,
            dueAt: dueAfter(sight.now, FINDINGS[each.kind].dueDays),
          }
        : {}),
    })
    .where(eq(findings.id, before.id))
    .returning();
  if (row && again) await tell(tx, [row], 'finding-reopened');
};

const openOne = async (tx: Transaction, sight: Sight, each: Found): Promise<void> => {
  const { kind, severity, facts } = each;
  const [row] = await tx
    .insert(findings)
    .values({
      ...sight.subject,
      kind,
      severity,
      facts,
      fingerprint: fingerprintOf(each),
      evidence: { ...sight.evidence, ...each.evidence },
      snapshot: sight.snapshot,
      dueAt: dueAfter(sight.now, FINDINGS[kind].dueDays),
    })
    .returning();
  if (row) await tell(tx, [row], 'finding-opened');
};

/** Closes findings of a subject: of these kinds, or all but those just seen. */
const closeOthers = async (tx: Transaction, { subject, found, judged }: Sight): Promise<void> => {
  const kinds = judged.filter((kind) => !found.some((each) => each.kind === kind));
  if (kinds.length === 0) return;
  const rows = await tx
    .update(findings)
    .set({ state: 'closed', closedAt: dbNow, seenAt: dbNow })
    .where(and(eq(findings.subject, subject.subject), inArray(findings.kind, kinds), ne(findings.state, 'closed')))
    .returning();
  await tell(tx, rows, 'finding-closed');
};

/**
 * Opens, keeps and closes the findings of one subject as a look saw them. Runs in the look's transaction, whose claim
 * keeps others from the same subject. Answers whether anything is new.
 */
export const recordFindings = async (tx: Transaction, sight: Sight): Promise<void> => {
  if (sight.found.length === 0 && sight.judged.length === 0) return;
  const known = await tx.select().from(findings).where(eq(findings.subject, sight.subject.subject));
  for (const each of sight.found) {
    const before = known.find(({ kind }) => kind === each.kind);
    if (before) await keepOne(tx, sight, each, before);
    else await openOne(tx, sight, each);
  }
  if (known.some(({ state }) => state !== 'closed')) await closeOthers(tx, sight);
};

/** Ends what is open of these subjects because something larger explains it. */
export const closeFindings = async (tx: Transaction, subjects: readonly string[], reason: string): Promise<void> => {
  if (subjects.length === 0) return;
  const rows = await tx
    .update(findings)
    .set({ state: 'closed', closedAt: dbNow, reason: sql`coalesce(${findings.reason}, ${reason})` })
    .where(and(inArray(findings.subject, [...subjects]), ne(findings.state, 'closed')))
    .returning();
  await tell(tx, rows, 'finding-closed');
};
