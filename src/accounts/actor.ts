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
  /** Reads a person's account anew inside the transaction that decides: a role lost while the form was open is lost. */
  readonly reread?: (db: DatabaseLike) => Promise<Actor>;
}

/** A person with an account: may write drafts and, where a role allows it, decide on those of others. */
export interface PersonActor extends Actor {
  readonly id: string;
  readonly reread?: (db: DatabaseLike) => Promise<PersonActor>;
}

export const eventActor = ({ name, knownAs = name }: Actor): string => knownAs;

/** Throws `no-permission` unless the actor may do this, `other-unit` where it may, but not for this unit. */
export const permit = ({ permissions, unitIds }: Actor, permission: Permission, unitId?: string): void => {
  if (!permissions.includes(permission)) throw new AppError('no-permission', { action: PERMISSION_NAMES[permission] });
  if (unitId !== undefined && unitIds.length > 0 && !unitIds.includes(unitId)) {
    throw new AppError('other-unit', { unit: unitId });
  }
};

/** For what concerns every unit: a key of some units may not. Throws `no-permission` or `other-unit`. */
export const permitEverywhere = (actor: Actor, permission: Permission): void => {
  permit(actor, permission);
  if (actor.unitIds.length > 0) throw new AppError('other-unit', { unit: '全部单位' });
};
