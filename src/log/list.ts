import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { events, seals } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { actorName } from '../core/actors.ts';
import type { Json } from '../core/json.ts';
import { EVENT_NAMES, type EventKind } from '../events.ts';
import { lastHash } from './chain.ts';
import { addDays, startOfDay } from '../core/days.ts';

const KINDS = Object.keys(EVENT_NAMES) as [EventKind, ...EventKind[]];

export const logQuerySchema = z.object({
  kind: z.enum(KINDS).optional().catch(undefined),
  q: z.string().trim().max(100).default(''),
  /** Days, Beijing time. */
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  cursor: z.coerce.number().int().positive().optional().catch(undefined),
});
export type LogQuery = z.infer<typeof logQuerySchema>;

export interface LogLine {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly kind: string;
  readonly name: string;
  readonly itemId: string | null;
  readonly data: Readonly<Record<string, Json>>;
}
export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly next: number | null;
}

const PAGE = 100;
const nameOf = (kind: string): string => (kind in EVENT_NAMES ? EVENT_NAMES[kind as EventKind] : kind);

/** The log, newest first. `q`: part of a name, an address or an account. */
export const listLog = async ({ db, channels }: Context, { kind, q, from, to, cursor }: LogQuery): Promise<LogPage> => {
  const pattern = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const places = [...channels.values()].map(({ id, name }) => ({ channel: id, channelName: name }));
  const rows = await db
    .select()
    .from(events)
    .where(
      and(
        kind ? eq(events.kind, kind) : undefined,
        q === '' ? undefined : sql`(${events.actor} ilike ${pattern} or ${events.data}::text ilike ${pattern})`,
        from ? gte(events.at, startOfDay(from)) : undefined,
        to ? lt(events.at, startOfDay(addDays(to, 1))) : undefined,
        cursor ? lt(events.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(events.id))
    .limit(PAGE + 1);
  const lines = rows.slice(0, PAGE).map(({ id, at, actor, kind, itemId, data }) => ({
    id,
    at,
    actor: actorName(actor, places),
    kind,
    name: nameOf(kind),
    itemId,
    data,
  }));
  return { lines, next: rows.length > PAGE ? (lines.at(-1)?.id ?? null) : null };
};

export interface SealState {
  readonly at: Date;
  /** Hash of the newest sealed event: whoever wrote it down elsewhere can prove the log later. */
  readonly head: string;
}

/** The newest seal; null: nothing sealed yet. */
export const sealState = async ({ db }: Context): Promise<SealState | null> => {
  const [seal] = await db.select({ at: seals.at, head: lastHash }).from(seals).orderBy(desc(seals.id)).limit(1);
  return seal ?? null;
};
