import { inArray, type Column, type SQL } from 'drizzle-orm';
import type { Permission } from '../core/permissions.ts';
import { unitsOf, type Actor } from './actor.ts';

/** Of a list, the rows of units that the permission holds for; undefined: all of them. */
export const narrow = (unitId: Column, actor: Actor, permission: Permission): SQL | undefined => {
  const units = unitsOf(actor, permission);
  return units === null ? undefined : inArray(unitId, [...units]);
};
