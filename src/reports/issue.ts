import { and, eq, sql } from 'drizzle-orm';
import { reportEditions } from '../../db/schema/index.ts';
import { actorNow, eventActor, permitEverywhere, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { canonicalJson } from '../core/json.ts';
import { beijingDay } from '../core/time.ts';
import { writeEvents } from '../events.ts';
import type { ReportContent } from '../core/reports.ts';
import { KINDS } from './periods.ts';
import { buildReport, readKey, type Edition } from './read.ts';

/** SHA-256 of the canonical JSON of everything that the report says: the same numbers, words and sources, the same hash. */
export const hashOfReport = (content: ReportContent): Promise<string> => sha256(canonicalJson(content));

export interface Issuing {
  readonly kind: string;
  readonly period: string;
  /** Of the report as the person saw it; another one is not what was decided on. */
  readonly hash: string;
}

/**
 * 出具: freezes a report as it stands and writes its hash into the log. A second edition of a period is a correction: the
 * first stays. Throws `not-found`, `no-permission`, `other-unit`, `not-now` (its period is not over, or nothing has changed
 * since the last edition), `stale-report`.
 */
export const issueReport = async (
  ctx: Context,
  { kind, period, hash: seen }: Issuing,
  asked: Actor,
): Promise<Edition> => {
  permitEverywhere(asked, 'report-issue');
  const key = readKey(ctx, kind, period);
  const { windowOf, name } = KINDS[key.kind];
  if (windowOf(period).to >= beijingDay(ctx.clock()))
    throw new AppError('not-now', { what: name, status: '期间未满', verb: '出具' });
  const content = await buildReport(ctx, key);
  const hash = await hashOfReport(content);
  if (hash !== seen) throw new AppError('stale-report');
  return ctx.db.transaction(async (tx) => {
    const actor = await actorNow(tx, asked);
    permitEverywhere(actor, 'report-issue');
    // One at a time, or two editions would take the same number.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`report ${kind} ${period}`}))`);
    const [last] = await tx
      .select({ number: reportEditions.number, hash: reportEditions.hash })
      .from(reportEditions)
      .where(and(eq(reportEditions.kind, key.kind), eq(reportEditions.period, period)))
      .orderBy(sql`${reportEditions.number} desc`)
      .limit(1);
    if (last?.hash === hash)
      throw new AppError('not-now', { what: name, status: '已出具，此后没有变化', verb: '再次出具' });
    const number = (last?.number ?? 0) + 1;
    const by = eventActor(actor);
    const [row] = await tx
      .insert(reportEditions)
      .values({ ...key, number, content, hash, by })
      .returning({ at: reportEditions.at });
    await writeEvents(tx, [{ actor: by, kind: 'report-issued', data: { ...key, number, hash } }]);
    return { number, content, hash, by, at: row?.at.toISOString() ?? '' };
  });
};
