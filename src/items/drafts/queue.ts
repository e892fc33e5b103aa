import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { DatabaseLike } from '../../../db/client.ts';
import { drafts, reviews, units, type DraftRow } from '../../../db/schema/index.ts';
import { permit, type PersonActor } from '../../accounts/actor.ts';
import { narrow } from '../../accounts/narrow.ts';
import type { Context } from '../../context.ts';
import { timeCursorSchema, writeTimeCursor } from '../cursor.ts';
import { isAuthor, isSamePerson } from './people.ts';
import { viewDraft, type DraftView } from './view.ts';

const idSchema = z.string().regex(/^\P{C}{1,128}$/u);

/** The filters of 审签, as they stand in its address. */
export const queueQuerySchema = z.strictObject({
  cursor: timeCursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  stage: idSchema.optional().describe('审签环节'),
  unit: idSchema.optional(),
});
export type QueueQuery = z.output<typeof queueQuerySchema>;

/** Why this person may not answer; null: may. */
export type Hindrance = 'own-work' | 'same-person' | null;
export interface QueueRow {
  readonly draft: Omit<DraftView, 'content'>;
  readonly unitName: string;
  readonly hindrance: Hindrance;
}
export interface QueuePage {
  readonly rows: readonly QueueRow[];
  readonly next: string | null;
}

const hindranceOf = (
  draft: DraftRow,
  approvers: readonly { id: string; name: string }[],
  person: PersonActor,
): Hindrance => {
  if (isAuthor(person, draft)) return 'own-work';
  return approvers.some((approver) => isSamePerson(approver, person)) ? 'same-person' : null;
};

/** This round's approvers so far, beside each draft: no statement per line. */
const approvers = sql<{ id: string; name: string }[]>`coalesce((select jsonb_agg(jsonb_build_object('id',
  ${reviews.personId}, 'name', ${reviews.name})) from ${reviews} where ${reviews.draftId} = ${drafts.id}
  and ${reviews.round} = ${drafts.round} and ${reviews.decision} = 'approved'), '[]'::jsonb)`;

const exactly = sql<string>`to_char(${drafts.submittedAt} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'`;

/** One page's statement, apart from its run so that a test can look at its plan. */
export const queueQuery = (db: DatabaseLike, { cursor, limit, stage, unit }: QueueQuery, person: PersonActor) =>
  db
    .select({ draft: drafts, unitName: units.name, approvers, at: exactly })
    .from(drafts)
    .innerJoin(units, eq(units.id, drafts.unitId))
    .where(
      and(
        sql`${drafts.status} = 'reviewing'`,
        cursor && sql`(${drafts.submittedAt}, ${drafts.id}) > (${cursor.at}::timestamptz, ${cursor.id}::uuid)`,
        stage === undefined ? undefined : eq(drafts.stage, stage),
        unit === undefined ? undefined : eq(drafts.unitId, unit),
        narrow(drafts.unitId, person, 'item-review'),
      ),
    )
    .orderBy(asc(drafts.submittedAt), asc(drafts.id))
    .limit(limit + 1);

/** What waits for reviewers, the longest waiting first; with each, whether this person may answer. One statement. */
export const listQueue = async ({ db }: Context, query: QueueQuery, person: PersonActor): Promise<QueuePage> => {
  permit(person, 'item-review');
  const lines = await queueQuery(db, query, person);
  const page = lines.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map(({ draft, unitName, approvers: approved }) => {
      const { content: _content, ...view } = viewDraft(draft);
      return { draft: view, unitName, hindrance: hindranceOf(draft, approved, person) };
    }),
    next: lines.length > page.length && last ? writeTimeCursor({ at: last.at, id: last.draft.id }) : null,
  };
};
