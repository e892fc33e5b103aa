import { dbClock } from '../src/audits/clock.ts';
import { readFacts } from '../src/audits/facts.ts';
import { recordFindings } from '../src/audits/findings.ts';
import { found, type Found } from '../src/audits/found.ts';
import {
  countListed,
  isBlank,
  keepFreshness,
  lockPlaces,
  newestCopyOn,
  readFreshness,
  takePlaces,
  type Freshness,
  type TakenPlace,
} from '../src/audits/places.ts';
import type { ListPage } from '../src/audits/listings.ts';
import { judgeProbes, measureProbes, probe } from '../src/audits/probe.ts';
import { keepProbe, readProbes, takeProbes } from '../src/audits/probes.ts';
import { judge, measure, RULES, type Level, type RuleJudgement } from '../src/audits/rules/index.ts';
import type { Context } from '../src/context.ts';
import type { FindingKind } from '../src/core/findings.ts';
import { SEVERITIES, type Severity } from '../src/core/severity.ts';
import { beijingDay } from '../src/core/time.ts';
import type { Transaction } from '../db/client.ts';
import type { PlaceRow } from '../db/schema/index.ts';
import type { AuditOptions } from './audit-copy.ts';

/** Per round; the next round takes the rest. */
const BATCH = 20;

const SEVERITY_OF: Readonly<Record<Level, Severity>> = { veto: 'critical', fail: 'major', warn: 'minor' };
const KINDS: readonly FindingKind[] = ['stale', 'empty', 'site-unreachable'];

const kindOf = ({ ruleId }: RuleJudgement): FindingKind => {
  if (ruleId.startsWith('V-S2')) return 'site-unreachable';
  return ruleId === 'V-S4.3' || ruleId === 'D-P8' ? 'empty' : 'stale';
};

/** Per kind the worst of what the rules say of one subject. */
const foundOf = (judgements: readonly RuleJudgement[], where: string): Found[] =>
  KINDS.flatMap((kind) => {
    const [worst] = judgements
      .flatMap((each) => (each.level !== null && kindOf(each) === kind ? [{ ...each, level: each.level }] : []))
      .toSorted((a, b) => SEVERITIES.indexOf(SEVERITY_OF[a.level]) - SEVERITIES.indexOf(SEVERITY_OF[b.level]));
    if (!worst) return [];
    const { document, clause, certainty, daysLeft } = worst;
    return [
      found(
        kind,
        { where, rule: worst.name, told: worst.text },
        {
          severity: SEVERITY_OF[worst.level],
          evidence: { document, clause, certainty, daysLeft },
        },
      ),
    ];
  });

interface Subject {
  readonly id: string;
  readonly channelId: string;
  readonly name: string;
  readonly judgements: readonly RuleJudgement[];
  readonly judged: readonly FindingKind[];
}

const record = (tx: Transaction, { id, channelId, name, judgements, judged }: Subject, now: Date): Promise<void> =>
  recordFindings(tx, {
    subject: { subject: `place:${id}`, deliveryId: null, itemId: null, channelId, unitId: null },
    found: foundOf(judgements, name),
    judged,
    evidence: { at: now.toISOString() },
    snapshot: null,
    now,
  });

const UNSEEN: Freshness = { entries: null, newestOn: null };

/** What a list shows; null: nothing can be said of it. Where no line names a date, those that lead to our copies count. */
const seeList = async ({ db }: Context, place: PlaceRow, list: ListPage, today: string) => {
  const dated = readFreshness(list, today);
  if (dated.entries > 0) return dated;
  const entries = await countListed(db, place.channelId, list);
  if (entries > 0) return { entries, newestOn: null };
  if (place.kind === 'column') return (await isBlank(db, place)) ? dated : null;
  return list.isGone ? null : dated;
};

const lookAtPlace = async (
  ctx: Context,
  place: PlaceRow,
  lists: AuditOptions['lists'],
  today: string,
): Promise<Freshness> => {
  if (place.url === null) return { entries: null, newestOn: await newestCopyOn(ctx.db, place.channelId) };
  const list = await lists.read(place.url);
  return (list && (await seeList(ctx, place, list, today))) ?? UNSEEN;
};

const judgeChannel = async (tx: Transaction, { rules }: Context, channelId: string, now: Date): Promise<void> => {
  const { rows, facts } = await readFacts(tx, channelId, beijingDay(now));
  const judgements = judge(measure(facts), RULES, rules);
  const of = (subject: string) => judgements.filter((each) => each.subject === subject);
  for (const row of rows) {
    const own = row.kind === 'home' ? of('home') : of(row.id);
    // What could not be looked at this time says nothing.
    const isSeen = row.kind === 'account' ? row.newestOn !== null : row.entries !== null;
    await record(tx, { ...row, judgements: own, judged: isSeen ? ['stale', 'empty'] : [] }, now);
  }
  if (facts.columns.length > 0)
    await record(
      tx,
      { id: `${channelId}/site`, channelId, name: '网站', judgements: of('site'), judged: ['stale', 'empty'] },
      now,
    );
};

/**
 * Looks at the places that are due, then judges their channels as a whole. Answers how many it looked at. A place counts
 * as seen since before the look, and once its channel is judged: whoever waits for a run over all of them finds it told.
 */
export const auditPlaces = async (ctx: Context, { lists }: AuditOptions): Promise<number> => {
  const due = await takePlaces(ctx, BATCH);
  if (due.length === 0) return 0;
  const now = await dbClock(ctx.db);
  const seen: TakenPlace[] = [];
  for (const place of due) seen.push({ ...place, ...(await lookAtPlace(ctx, place, lists, beijingDay(now))) });
  for (const channelId of new Set(due.map((place) => place.channelId)))
    await ctx.db.transaction(async (tx) => {
      await lockPlaces(tx, [channelId]);
      for (const place of seen.filter((each) => each.channelId === channelId)) await keepFreshness(tx, place);
      await judgeChannel(tx, ctx, channelId, now);
    });
  return due.length;
};

/** Visits the home pages that are due, and says what a week of visits comes to. Answers how many it visited. */
export const probeSites = async (ctx: Context, options: AuditOptions): Promise<number> => {
  const due = await takeProbes(ctx);
  const now = await dbClock(ctx.db);
  for (const place of due) {
    const row = place.url === null ? null : await probe(options.crawler, place.url, now);
    if (row === null) continue;
    await ctx.db.transaction(async (tx) => {
      await keepProbe(tx, place.id, row);
      const measured = measureProbes(place.name, judgeProbes(await readProbes(tx, place.id), now));
      const judgements = judge([measured], RULES, ctx.rules);
      await record(tx, { ...place, judgements, judged: measured.value === null ? [] : ['site-unreachable'] }, now);
    });
  }
  return due.length;
};
