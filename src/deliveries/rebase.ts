import { sql, type AnyColumn } from 'drizzle-orm';
import { audits, deliveries, receipts } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';

/**
 * The demo moved to another port: its local addresses move with it. Never used with real channels, whose addresses are
 * the platforms' own.
 */
export const rebaseUrls = (ctx: Context, from: string, to: string): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const rebased = (column: AnyColumn) => sql`${to} || substr(${column}, ${from.length + 1})`;
    const begins = (column: AnyColumn) => sql`starts_with(${column}, ${`${from}/`})`;
    await tx
      .update(deliveries)
      .set({ url: rebased(deliveries.url) })
      .where(begins(deliveries.url));
    await tx
      .update(receipts)
      .set({ url: rebased(receipts.url) })
      .where(begins(receipts.url));
    await tx
      .update(audits)
      .set({ url: rebased(audits.url), host: new URL(to).host })
      .where(begins(audits.url));
  });
