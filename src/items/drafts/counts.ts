import { and, sql, type SQL } from 'drizzle-orm';
import { deliveries, drafts, items, reviews } from '../../../db/schema/index.ts';
import type { PersonActor } from '../../accounts/actor.ts';
import { narrow } from '../../accounts/narrow.ts';
import type { Context } from '../../context.ts';

/** What waits for a person, for 工作台. */
export interface WorkCounts {
  readonly [name: string]: number;
  /** Drafts whose awaited stage this person may answer. */
  readonly toReview: number;
  /** Own drafts sent back. */
  readonly returned: number;
  /** Own drafts not yet submitted. */
  readonly editing: number;
  /** Own drafts before reviewers. */
  readonly reviewing: number;
  /** Deliveries that failed for good, and those that wait for a person's look, of the units one may see. */
  readonly refused: number;
  readonly parked: number;
}

const isOwn = ({ id }: PersonActor): SQL => sql`${drafts.authors} @> ${JSON.stringify([{ id }])}::jsonb`;

/** One statement; what one may not do counts none. */
export const workCounts = async ({ db }: Context, person: PersonActor): Promise<WorkCounts> => {
  const mayReview = person.permissions.includes('item-review');
  const answered = sql`exists (select 1 from ${reviews} where ${reviews.draftId} = ${drafts.id}
    and ${reviews.round} = ${drafts.round} and ${reviews.decision} = 'approved' and ${reviews.personId} = ${person.id})`;
  const toReview = and(
    sql`${drafts.status} = 'reviewing'`,
    sql`${mayReview}::boolean`,
    sql`not ${isOwn(person)}`,
    sql`not ${answered}`,
    narrow(drafts.unitId, person, 'item-review'),
  );
  const count = (where: SQL | undefined) => sql`count(*) filter (where ${where})`;
  const own = (status: 'editing' | 'returned' | 'reviewing') =>
    count(and(sql`${drafts.status} = ${status}`, isOwn(person)));
  const [counted] = await db.execute<WorkCounts>(sql`
    select d.*, s.* from (
      select ${count(toReview)}::integer as "toReview", ${own('returned')}::integer as returned,
        ${own('editing')}::integer as editing, ${own('reviewing')}::integer as reviewing
      from ${drafts} where ${drafts.status} in ('editing', 'reviewing', 'returned')
    ) d, (
      select count(*) filter (where ${deliveries.status} = 'refused')::integer as refused,
        count(*) filter (where ${deliveries.status} = 'parked')::integer as parked
      from ${deliveries} join ${items} on ${items.id} = ${deliveries.itemId}
      where ${and(sql`${deliveries.status} in ('parked', 'refused')`, narrow(items.unitId, person, 'item-read'))}
    ) s`);
  if (!counted) throw new Error('Nothing counted');
  return counted;
};
