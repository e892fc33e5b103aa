import { z } from 'zod';
import { permit, unitsOf, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { dateSchema } from '../core/content.ts';
import { AppError } from '../core/errors.ts';
import { readNeverFound, type NeverFound } from './rank.ts';

/** What a list of items that nobody opened is asked by; only a source that tells zero can answer. */
export const unfoundQuerySchema = z.strictObject({
  channel: z.string().max(128),
  source: z.enum(['beacon', 'access-log']),
  from: dateSchema,
  to: dateSchema,
  cursor: z.uuid().optional(),
});
export type UnfoundQuery = z.output<typeof unfoundQuerySchema>;

const PAGE = 50;
/** A spreadsheet that long is read by nobody. */
const MOST = 10_000;

/** Items of units that the actor may see which nobody opened, oldest first. Throws `no-permission`, `not-found`. */
export const listUnfound = (ctx: Context, query: UnfoundQuery, actor: Actor, limit = PAGE): Promise<NeverFound> => {
  permit(actor, 'reach-read');
  const { channel, cursor, ...rest } = query;
  if (!ctx.channels.has(channel)) throw new AppError('not-found', { what: '这个渠道' });
  const units = unitsOf(actor, 'reach-read');
  return readNeverFound(ctx.db, {
    ...rest,
    channelId: channel,
    limit,
    ...(units ? { unitIds: units } : {}),
    ...(cursor === undefined ? {} : { after: cursor }),
  });
};

/** The same, all of them as far as a file goes. */
export const listAllUnfound = (ctx: Context, query: UnfoundQuery, actor: Actor): Promise<NeverFound> =>
  listUnfound(ctx, query, actor, MOST);
