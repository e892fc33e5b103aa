import type { Context } from '../context.ts';
import type { ErrorCode } from '../core/errors.ts';
import { writeEvents } from '../events.ts';
import { personName, type Person } from './person.ts';

/** What a signed-in person was refused: part of the record like what was done (GB/T 22239-2019, 成功与否). */
export const recordRefusal = (
  { db }: Context,
  person: Person,
  what: { readonly code: ErrorCode; readonly method: string; readonly path: string; readonly address: string },
): Promise<void> => writeEvents(db, [{ actor: personName(person), kind: 'action-refused', data: { ...what } }]);
