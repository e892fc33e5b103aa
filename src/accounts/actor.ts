import type { DatabaseLike } from '../../db/client.ts';
import { AppError } from '../core/errors.ts';
import { PERMISSION_NAMES, type Permission } from '../core/permissions.ts';

/** Who acts: an API key, the operator at the machine, or a person at the console. */
export interface Actor {
  readonly name: string;
  /** As events name it, where two may have one name; absent: by name. */
  readonly knownAs?: string;
  readonly permissions: readonly Permission[];
  /** The units it may touch; empty means all. */
  readonly unitIds: readonly string[];
  /** Of the permissions, those that hold for every unit all the same: each role gives by itself. Absent: none. */
  readonly countyWide?: readonly Permission[];
  /** Reads a person's account anew inside the transaction that decides: a role lost while the form was open is lost. */
  readonly reread?: (db: DatabaseLike) => Promise<Actor>;
}

/** A person with an account: may write drafts and, where a role allows it, decide on those of others. */
export interface PersonActor extends Actor {
  readonly id: string;
  readonly reread?: (db: DatabaseLike) => Promise<PersonActor>;
}

export const eventActor = ({ name, knownAs = name }: Actor): string => knownAs;

/** The actor as the account is now, read and held inside the transaction that decides. Throws `signed-out`. */
export const actorNow = async <A extends Actor>(tx: DatabaseLike, asked: A): Promise<A> =>
  // Whoever can be read anew is read as what it was: a person as a person.
  ((await asked.reread?.(tx)) as A | undefined) ?? asked;

/** The units a list must be narrowed to for this permission; null: none, all are shown. */
export const unitsOf = ({ unitIds, countyWide = [] }: Actor, permission: Permission): readonly string[] | null =>
  unitIds.length === 0 || countyWide.includes(permission) ? null : unitIds;

/** Throws `no-permission` unless the actor may do this, `other-unit` where it may, but not for this unit. */
export const permit = (actor: Actor, permission: Permission, unitId?: string): void => {
  if (!actor.permissions.includes(permission))
    throw new AppError('no-permission', { action: PERMISSION_NAMES[permission] });
  const units = unitsOf(actor, permission);
  if (unitId !== undefined && units !== null && !units.includes(unitId))
    throw new AppError('other-unit', { unit: unitId });
};

/** For what concerns every unit: a key of some units may not. Throws `no-permission` or `other-unit`. */
export const permitEverywhere = (actor: Actor, permission: Permission): void => {
  permit(actor, permission);
  if (unitsOf(actor, permission) !== null) throw new AppError('other-unit', { unit: '全部单位' });
};
