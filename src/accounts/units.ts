import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { units } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { AppError, invalid } from '../core/errors.ts';
import { issue } from '../core/issues.ts';
import { writeEvents } from '../events.ts';
import { permitPerson } from './acting.ts';
import { personName, type Person } from './person.ts';

export const unitSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  name: z.string().trim().min(2).max(60),
});
export type NewUnit = z.infer<typeof unitSchema>;

/** Throws `invalid` where the id is taken. */
export const createUnit = (ctx: Context, by: Person, unit: NewUnit): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    await permitPerson(tx, by, 'user-manage');
    const made = await tx.insert(units).values(unit).onConflictDoNothing().returning();
    if (made.length === 0) throw invalid([issue('id', 'name-taken')]);
    await writeEvents(tx, [{ actor: personName(by), kind: 'unit-created', data: unit }]);
  });

/** Units are renamed, never removed: items, logs and reports name them. */
export const renameUnit = (ctx: Context, by: Person, { id, name }: NewUnit): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    await permitPerson(tx, by, 'user-manage');
    const [before] = await tx.select().from(units).where(eq(units.id, id)).for('update');
    if (!before) throw new AppError('not-found', { what: '单位' });
    if (before.name === name) return;
    await tx.update(units).set({ name }).where(eq(units.id, id));
    await writeEvents(tx, [{ actor: personName(by), kind: 'unit-renamed', data: { id, was: before.name, is: name } }]);
  });
