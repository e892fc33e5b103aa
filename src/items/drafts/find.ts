import { eq } from 'drizzle-orm';
import type { DatabaseLike, Transaction } from '../../../db/client.ts';
import { drafts, units, type DraftRow } from '../../../db/schema/index.ts';
import { actorNow, permit, type PersonActor } from '../../accounts/actor.ts';
import { DRAFT_MOVES, DRAFT_STATUS_NAMES, mayMove, type DraftVerb } from '../../core/drafts.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { issue } from '../../core/issues.ts';
import type { Permission } from '../../core/permissions.ts';
import { beijingMinute } from '../../core/time.ts';
import { isUuid } from '../../core/uuid.ts';

const notFound = (): AppError => new AppError('not-found', { what: '草稿' });

/** The draft, for somebody who may do this with it. Throws `not-found`, `no-permission`, `other-unit`. */
export const findDraft = async (
  db: DatabaseLike,
  id: string,
  person: PersonActor,
  permission: Permission,
): Promise<DraftRow> => {
  const [row] = isUuid(id) ? await db.select().from(drafts).where(eq(drafts.id, id)) : [];
  if (!row) throw notFound();
  permit(person, permission, row.unitId);
  return row;
};

/** The same, held until the transaction ends, by the account as it is now: who decides sees what everybody before decided. */
export const lockDraft = async (
  tx: Transaction,
  id: string,
  person: PersonActor,
  permission: Permission,
): Promise<DraftRow> => {
  const now = await actorNow(tx, person);
  const [row] = isUuid(id) ? await tx.select().from(drafts).where(eq(drafts.id, id)).for('update') : [];
  if (!row) throw notFound();
  permit(now, permission, row.unitId);
  return row;
};

/** Throws `not-now` unless the verb may move a draft from where it stands. */
export const mustMove = ({ status }: Pick<DraftRow, 'status'>, verb: DraftVerb): void => {
  if (mayMove(verb, status)) return;
  throw new AppError('not-now', { what: '草稿', status: DRAFT_STATUS_NAMES[status], verb: DRAFT_MOVES[verb][0] });
};

/** Throws `stale-draft`, naming who saved and when, unless this is the newest version. */
export const mustBeNewest = ({ version, savedBy, savedAt }: DraftRow, previous: number): void => {
  if (version === previous) return;
  throw new AppError('stale-draft', { who: savedBy.name, at: beijingMinute(savedAt), version, previous });
};

/** Throws `invalid` unless there is such a unit and the person may write for it. */
export const mustWriteFor = async (db: DatabaseLike, person: PersonActor, unitId: string): Promise<void> => {
  permit(person, 'item-write', unitId);
  const known = await db.$count(units, eq(units.id, unitId));
  if (known === 0) throw invalid([issue('unit', 'unknown-unit', { id: unitId })]);
};
