import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  lt,
  ne,
  or,
  sql,
  type AnyColumn,
  type SQL,
} from 'drizzle-orm';
import { z } from 'zod';
import type { DatabaseLike } from '../../db/client.ts';
import { audits, channels, findings, items, places, units } from '../../db/schema/index.ts';
import { permit, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { FINDING_KINDS, FINDING_STATE_NAMES, FINDING_STATES, FINDINGS, findingText } from '../core/findings.ts';
import { SEVERITIES, SEVERITY_NAMES, type Severity } from '../core/severity.ts';
import { isUuid } from '../core/uuid.ts';
import type { FindingDetail, FindingView } from './views.ts';

const idSchema = z.string().regex(/^\P{C}{1,128}$/u);
/** Where a page ended; with the severity in the order that begins with the worst. */
interface Cursor {
  readonly severity: Severity | null;
  readonly seq: number;
}
const readCursor = (text: string): Cursor | null => {
  const [, severity = null, seq = ''] =
    /^(?:([a-z]+) )?(\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  const known = SEVERITIES.find((each) => each === severity) ?? null;
  return seq === '' || severity !== known || !Number.isSafeInteger(Number(seq))
    ? null
    : { severity: known, seq: Number(seq) };
};
const cursorSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{2,40}$/)
  .transform((text, context) => {
    const cursor = readCursor(text);
    if (cursor) return cursor;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  });

const querySchema = z.strictObject({
  sort: z.enum(['newest', 'severity']).default('newest').describe('newest：新的在前；severity：严重的在前'),
  cursor: cursorSchema.optional().describe('上一页给出的 next；不填为第一页'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('每页条数'),
  state: z
    .enum([...FINDING_STATES, 'waiting'])
    .optional()
    .describe('不填为所有尚未消除的；waiting 为等人处理的：待处理与已转办'),
  severity: z.enum(SEVERITIES).optional().describe('严重程度'),
  kind: z.enum(FINDING_KINDS).optional().describe('问题种类'),
  unit: idSchema.optional().describe('责任单位编号'),
  channel: idSchema.optional().describe('渠道编号'),
  item: z.uuid().optional().describe('稿件编号'),
});
/** A cursor belongs to the order that it was given in. */
export const findingsQuerySchema = querySchema.refine(
  ({ cursor, sort }) => cursor === undefined || (cursor.severity !== null) === (sort === 'severity'),
  { path: ['cursor'] },
);
export type FindingsQuery = z.output<typeof findingsQuerySchema>;

const writeCursor = ({ sort }: FindingsQuery, { severity, seq }: Pick<Row, 'severity' | 'seq'>): string =>
  Buffer.from(sort === 'severity' ? `${severity} ${seq}` : String(seq), 'latin1').toString('base64url');

/** `critical`, `major`, `minor`: as texts they stand in their order, which a test holds. */
const after = ({ severity, seq }: Cursor) =>
  severity === null
    ? lt(findings.seq, seq)
    : and(gte(findings.severity, severity), or(gt(findings.severity, severity), lt(findings.seq, seq)));
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Asked for each line of the page, not joined: there are few places, and a join would be planned for all findings. */
const ofPlace = (column: AnyColumn) =>
  sql<string | null>`(select ${column} from ${places} where 'place:' || ${places.id} = ${findings.subject})`;

const COLUMNS = {
  ...getTableColumns(findings),
  itemUnit: items.unitId,
  itemTitle: items.title,
  channelName: channels.name,
  unitName: units.name,
  place: ofPlace(places.name),
  url: sql<string | null>`coalesce(${audits.url}, ${ofPlace(places.url)})`,
};

const selectFindings = (db: DatabaseLike) =>
  db
    .select(COLUMNS)
    .from(findings)
    .leftJoin(items, eq(items.id, findings.itemId))
    .leftJoin(channels, eq(channels.id, findings.channelId))
    .leftJoin(units, eq(units.id, findings.unitId))
    .leftJoin(audits, eq(audits.deliveryId, findings.deliveryId));
type Row = Awaited<ReturnType<typeof selectFindings>>[number];

const viewFinding = (row: Row): FindingView => ({
  id: row.id,
  kind: row.kind,
  severity: row.severity,
  severityName: SEVERITY_NAMES[row.severity],
  state: row.state,
  stateName: FINDING_STATE_NAMES[row.state],
  summary: findingText(row.kind, row.facts),
  advice: FINDINGS[row.kind].advice,
  item: row.itemId,
  itemTitle: row.itemTitle,
  channel: row.channelId,
  channelName: row.channelName,
  place: row.place,
  url: row.url,
  unit: row.unitId,
  unitName: row.unitName,
  dueAt: row.dueAt.toISOString(),
  openedAt: row.openedAt.toISOString(),
  seenAt: row.seenAt.toISOString(),
  closedAt: iso(row.closedAt),
  times: row.times,
  reason: row.reason,
  decidedBy: row.decidedBy,
  acceptedUntil: iso(row.acceptedUntil),
});

export interface FindingPage {
  readonly findings: FindingView[];
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}

/** What waits for a person. By what it is not, as the indexes have it: two conditions that say the same are planned for far too few rows. */
export const WAITS: SQL = sql`${findings.state} <> 'closed' and ${findings.state} <> 'accepted'`;

const inState = (state: FindingsQuery['state']): SQL | undefined => {
  if (state === 'waiting') return WAITS;
  return state ? eq(findings.state, state) : ne(findings.state, 'closed');
};

/** Of these units' items, or given to them; null: of all. */
export const ofUnits = (unitIds: readonly string[] | null): SQL | undefined =>
  unitIds === null ? undefined : or(inArray(findings.unitId, [...unitIds]), inArray(items.unitId, [...unitIds]));

/** Of these units, what the query asks for. */
export const matching = (query: FindingsQuery, unitIds: readonly string[] | null): SQL | undefined => {
  const { cursor, state, severity, kind, unit, channel, item } = query;
  return and(
    cursor && after(cursor),
    inState(state),
    severity && eq(findings.severity, severity),
    kind && eq(findings.kind, kind),
    unit === undefined ? undefined : eq(findings.unitId, unit),
    channel === undefined ? undefined : eq(findings.channelId, channel),
    item === undefined ? undefined : eq(findings.itemId, item),
    ofUnits(unitIds),
  );
};

/** Newest first, or worst first and of those the newest. `unitIds`: what the reader is bound to; null: nothing. */
export const listFindings = async (
  { db }: Context,
  query: FindingsQuery,
  unitIds: readonly string[] | null = null,
): Promise<FindingPage> => {
  const { sort, limit } = query;
  const rows = await selectFindings(db)
    .where(matching(query, unitIds))
    .orderBy(...(sort === 'severity' ? [asc(findings.severity)] : []), desc(findings.seq))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { findings: page.map(viewFinding), next: rows.length > page.length && last ? writeCursor(query, last) : null };
};

const readFinding = async ({ db }: Context, id: string): Promise<Row> => {
  const [row] = isUuid(id) ? await selectFindings(db).where(eq(findings.id, id)) : [];
  if (!row) throw new AppError('not-found', { what: '问题' });
  return row;
};

const viewDetail = (row: Row): FindingDetail => ({
  ...viewFinding(row),
  facts: { ...row.facts },
  evidence: { ...row.evidence },
  snapshot: row.snapshot,
});

/** One finding with its evidence. Throws `not-found`. */
export const getFinding = async (ctx: Context, id: string): Promise<FindingDetail> =>
  viewDetail(await readFinding(ctx, id));

/** The same, for somebody of the item's unit, or of the unit it was given to. Throws `not-found`, `no-permission`, `other-unit`. */
export const readFindingAs = async (ctx: Context, id: string, actor: Actor): Promise<FindingDetail> => {
  const row = await readFinding(ctx, id);
  permit(actor, 'item-read');
  const units = [row.unitId, row.itemUnit].filter((unit) => unit !== null);
  if (!units.some((unit) => actor.unitIds.includes(unit))) permit(actor, 'item-read', units[0] ?? '全县');
  return viewDetail(row);
};

/** How many findings of each severity are still to be dealt with, of these items; empty: of all. */
export const openFindings = async (db: DatabaseLike, itemIds: readonly string[]) => {
  if (itemIds.length === 0) return [];
  const { itemId, channelId, severity, kind, facts, id } = findings;
  return db
    .select({ itemId, channelId, severity, kind, facts, id })
    .from(findings)
    .where(and(inArray(findings.itemId, [...itemIds]), ne(findings.state, 'closed')));
};
