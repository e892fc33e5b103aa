import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { deliveries, drafts, findings, items, revisions, type FindingRow } from '../../db/schema/index.ts';
import { unitsOf, type Actor } from '../accounts/actor.ts';
import { narrow } from '../accounts/narrow.ts';
import { dbClock } from '../audits/clock.ts';
import { ofUnits, WAITS } from '../audits/list.ts';
import type { Context } from '../context.ts';
import { findingText } from '../core/findings.ts';
import type { Permission } from '../core/permissions.ts';
import { addDays, daysUntil } from '../core/days.ts';
import { beijingDay } from '../core/time.ts';
import type { DraftView } from '../items/drafts/view.ts';
import { dueBy, entryFor, listCatalogEntries, type CatalogEntry } from './entries.ts';

/** Something that must be out, or dealt with, until a day. */
export interface Deadline {
  readonly about: 'draft' | 'item' | 'finding';
  readonly id: string;
  readonly title: string;
  /** What sets the day: a 目录事项 with its 时限 as the catalog words it, or the item a finding is about. */
  readonly because: string;
  /** `YYYY-MM-DD`, Beijing; null: it runs into a year whose holidays nobody has announced yet. */
  readonly day: string | null;
  /** Negative when it is over; null with `day`. */
  readonly daysLeft: number | null;
}

/** As many as one looks at; the lists have the rest. */
export const MOST_DEADLINES = 10;
/** Of each source; enough that the nearest days are surely among them. */
const MOST_READ = 300;

interface Dated {
  readonly about: 'draft' | 'item';
  readonly id: string;
  readonly title: string;
  readonly writtenOn: string | null;
  readonly catalogEntry: string | null;
  readonly columnId: string | null;
}

/** Whoever writes, and the office that watches, see all that is open; whoever reviews what lies before the reviewers. */
const readDrafts = async ({ db }: Context, actor: Actor): Promise<Dated[]> => {
  const open = sql`${drafts.status} in ('editing', 'reviewing', 'returned')`;
  const rights: readonly (readonly [Permission, SQL])[] = [
    ['item-write', open],
    ['item-review', sql`${drafts.status} = 'reviewing'`],
    ['item-withdraw', open],
  ];
  const [right] = rights.filter(([action]) => actor.permissions.includes(action));
  if (!right) return [];
  const [action, where] = right;
  const writtenOn = sql<string | null>`${drafts.content} ->> 'writtenOn'`;
  const rows = await db
    .select({
      id: drafts.id,
      title: drafts.title,
      writtenOn,
      catalogEntry: drafts.catalogEntry,
      columnId: drafts.columnId,
    })
    .from(drafts)
    .where(and(where, sql`${writtenOn} is not null`, narrow(drafts.unitId, actor, action)))
    .orderBy(asc(writtenOn))
    .limit(MOST_READ);
  return rows.map((row) => ({ about: 'draft', ...row }));
};

/** Approved, and on some channel not out yet: scheduled, stuck or failed. A correction makes nothing late. */
const readItems = async ({ db }: Context, actor: Actor): Promise<Dated[]> => {
  if (!actor.permissions.includes('delivery-retry')) return [];
  const waiting = db
    .select({ itemId: deliveries.itemId })
    .from(deliveries)
    .where(
      and(
        sql`${deliveries.status} not in ('live', 'withdrawn')`,
        eq(deliveries.desired, 'live'),
        eq(deliveries.actual, 'absent'),
      ),
    )
    .orderBy(asc(deliveries.createdAt), asc(deliveries.id))
    .limit(MOST_READ);
  const rows = await db
    .select({
      id: items.id,
      title: items.title,
      writtenOn: sql<string | null>`${revisions.content} ->> 'writtenOn'`,
      catalogEntry: items.catalogEntry,
      columnId: items.columnId,
    })
    .from(items)
    .innerJoin(revisions, and(eq(revisions.itemId, items.id), eq(revisions.number, items.revision)))
    .where(and(inArray(items.id, waiting), narrow(items.unitId, actor, 'delivery-retry')));
  return rows.map((row) => ({ about: 'item', ...row }));
};

/** A column or an account that is not updated counts by its rule, from the day it was looked at; all else by its own time. */
const findingDay = ({ dueAt, seenAt, evidence }: Pick<FindingRow, 'dueAt' | 'seenAt' | 'evidence'>): string => {
  const left = evidence['daysLeft'];
  return typeof left === 'number' ? addDays(beijingDay(seenAt), left) : beijingDay(dueAt);
};

const readFindings = async ({ db }: Context, actor: Actor, today: string): Promise<Deadline[]> => {
  if (!actor.permissions.includes('finding-handle')) return [];
  const rows = await db
    .select({
      id: findings.id,
      kind: findings.kind,
      facts: findings.facts,
      dueAt: findings.dueAt,
      seenAt: findings.seenAt,
      evidence: findings.evidence,
      itemTitle: items.title,
    })
    .from(findings)
    .leftJoin(items, eq(items.id, findings.itemId))
    .where(and(WAITS, ofUnits(unitsOf(actor, 'finding-handle'))))
    .orderBy(asc(findings.dueAt))
    .limit(MOST_DEADLINES);
  return rows.map(({ id, kind, facts, itemTitle, ...row }) => {
    const day = findingDay(row);
    const title = findingText(kind, facts);
    return { about: 'finding', id, title, because: itemTitle ?? '', day, daysLeft: daysUntil(day, today) };
  });
};

const toDeadline =
  (entries: readonly CatalogEntry[], today: string) =>
  ({ about, id, title, ...filed }: Dated): Deadline[] => {
    const entry = entryFor(entries, filed);
    const { writtenOn } = filed;
    // A draft may still hold anything.
    if (!entry || writtenOn === null || !/^\d{4}-\d{2}-\d{2}$/.test(writtenOn)) return [];
    const due = dueBy(entry, writtenOn);
    if (due.kind === 'never') return [];
    const because = `${entry.name}：${entry.timeLimit}`;
    const day = due.kind === 'due' ? due.day : null;
    return [{ about, id, title, because, day, daysLeft: day === null ? null : daysUntil(day, today) }];
  };

/** Until when this draft must be out, for its own page; null: nothing sets a day. */
export const deadlineOf = (
  entries: readonly CatalogEntry[],
  { id, title, content, catalogEntry, column }: Pick<DraftView, 'id' | 'title' | 'content' | 'catalogEntry' | 'column'>,
  now: Date,
): Deadline | null => {
  const writtenOn = typeof content['writtenOn'] === 'string' ? content['writtenOn'] : null;
  const dated = { about: 'draft' as const, id, title, writtenOn, catalogEntry, columnId: column };
  return toDeadline(entries, beijingDay(now))(dated)[0] ?? null;
};

/** The nearest first; what nobody can count yet stands last. */
const byDay = ({ daysLeft: one }: Deadline, { daysLeft: other }: Deadline): number =>
  (one ?? Number.MAX_SAFE_INTEGER) - (other ?? Number.MAX_SAFE_INTEGER);

/**
 * What must be out or dealt with until a day, for 工作台: drafts and items by the 公开时限 of their catalog entries,
 * findings by their own. Five statements, whatever there is.
 */
export const listDeadlines = async (ctx: Context, actor: Actor): Promise<Deadline[]> => {
  const today = beijingDay(await dbClock(ctx.db));
  const [entries, writing, waiting, found] = await Promise.all([
    listCatalogEntries(ctx.db),
    readDrafts(ctx, actor),
    readItems(ctx, actor),
    readFindings(ctx, actor, today),
  ]);
  const counted = [...writing, ...waiting].flatMap(toDeadline(entries, today));
  return [...counted, ...found].toSorted(byDay).slice(0, MOST_DEADLINES);
};
