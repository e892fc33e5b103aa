import type { Withdrawal } from '../../adapters/contract.ts';
import type { Transaction } from '../../db/client.ts';
import { actorNow, eventActor, permit, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import type { Permission } from '../core/permissions.ts';
import { getItem, unitOfItem } from '../items/read.ts';
import { readReason } from '../items/reason.ts';
import type { ItemView } from '../items/views.ts';
import { resolveAbsentIn } from './resolve.ts';
import { retryIn } from './retry.ts';
import type { Target } from './target.ts';
import { withdrawIn } from './withdraw.ts';

/** Does it in one transaction, by the account as it is in there. Throws `no-permission`, `other-unit`, `not-found`, `signed-out`. */
const actOn = <T>(
  ctx: Context,
  itemId: string,
  asked: Actor,
  permission: Permission,
  act: (tx: Transaction, actor: string) => Promise<T>,
): Promise<T> =>
  ctx.db.transaction(async (tx) => {
    const actor = await actorNow(tx, asked);
    permit(actor, permission);
    permit(actor, permission, await unitOfItem(tx, itemId));
    return act(tx, eventActor(actor));
  });

/** All of an item, for somebody of its unit. Throws `not-found`, `no-permission`, `other-unit`. */
export const readItemAs = async (ctx: Context, itemId: string, actor: Actor): Promise<ItemView> => {
  const item = await getItem(ctx, itemId);
  permit(actor, 'item-read', item.unit);
  return item;
};

export const retryAs = (ctx: Context, target: Target, asked: Actor): Promise<string[]> =>
  actOn(ctx, target.itemId, asked, 'delivery-retry', (tx, actor) => retryIn(tx, { ...target, actor }));

export const withdrawAs = async (
  ctx: Context,
  target: Target & { readonly withdrawal: Withdrawal },
  asked: Actor,
): Promise<void> => {
  const withdrawal = { ...target.withdrawal, reason: readReason(target.withdrawal.reason) };
  await actOn(ctx, target.itemId, asked, 'item-withdraw', (tx, actor) =>
    withdrawIn(tx, { ...target, withdrawal, actor }),
  );
};

export const resolveAbsentAs = (
  ctx: Context,
  seen: { readonly itemId: string; readonly channelId: string },
  asked: Actor,
): Promise<void> =>
  actOn(ctx, seen.itemId, asked, 'delivery-resolve', (tx, actor) => resolveAbsentIn(tx, { ...seen, actor }));
