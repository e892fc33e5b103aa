import type { Withdrawal } from '../../adapters/contract.ts';
import { eventActor, permit, type PersonActor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import type { Permission } from '../core/permissions.ts';
import { getItem, unitOfItem } from '../items/read.ts';
import { readReason } from '../items/reason.ts';
import type { ItemView } from '../items/views.ts';
import { retryDeliveries } from './retry.ts';
import type { Target } from './target.ts';
import { withdrawItem } from './withdraw.ts';

/** The account as it is now, and whether it may do this for the item's unit. Throws `no-permission`, `other-unit`, `not-found`. */
const permitNow = async (ctx: Context, itemId: string, actor: PersonActor, permission: Permission): Promise<void> => {
  const now = (await actor.reread?.(ctx.db)) ?? actor;
  permit(now, permission);
  permit(now, permission, await unitOfItem(ctx, itemId));
};

/** All of an item, for somebody of its unit. Throws `not-found`, `no-permission`, `other-unit`. */
export const readItemAs = async (ctx: Context, itemId: string, actor: PersonActor): Promise<ItemView> => {
  const item = await getItem(ctx, itemId);
  permit(actor, 'item-read', item.unit);
  return item;
};

export const retryAs = async (ctx: Context, { itemId, channelIds }: Target, actor: PersonActor): Promise<string[]> => {
  await permitNow(ctx, itemId, actor, 'delivery-retry');
  return retryDeliveries(ctx, { itemId, channelIds, actor: eventActor(actor) });
};

export const withdrawAs = async (
  ctx: Context,
  { itemId, channelIds, withdrawal }: Target & { readonly withdrawal: Withdrawal },
  actor: PersonActor,
): Promise<void> => {
  const reasoned = { ...withdrawal, reason: readReason(withdrawal.reason) };
  await permitNow(ctx, itemId, actor, 'item-withdraw');
  await withdrawItem(ctx, { itemId, channelIds, withdrawal: reasoned, actor: eventActor(actor) });
};
