import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { columns, deliveries, reachImports, receipts, units } from '../../db/schema/index.ts';
import { eventActor, type Actor } from '../accounts/actor.ts';
import type { Channel, Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { beijingDay } from '../core/time.ts';
import { writeEvents } from '../events.ts';
import { readLine, type LogView } from './access-log.ts';
import { isBotAgent } from './agents.ts';
import { keepHits, type Kept, type NewHit, type PageOf } from './hits.ts';
import { placesOf } from './places-of.ts';
import { referrerOf } from './referrers.ts';
import { openVisitors, type VisitorOf } from './visitors.ts';
import { parseUrl } from '../core/urls.ts';

export interface Chunk {
  readonly channelId: string;
  /** What the file is known by, whatever its name. */
  readonly file: string;
  /** Lines of the file that are done with this chunk. */
  readonly lines: number;
  /** Lines, each after its number among equal ones, its order in its second, and spaces. */
  readonly text: string;
  /** The last one of the file: it is written down who imported it. */
  readonly isLast: boolean;
  readonly actor: Actor;
}

export interface Imported extends Kept {
  /** Of another form than nginx's `combined`. */
  readonly broken: number;
}

const channelOf = ({ channels }: Context, id: string): Channel => {
  const channel = channels.get(id);
  if (!channel?.settings['baseUrl']) throw new AppError('not-found', { what: '有网站地址（baseUrl）的渠道' });
  return channel;
};

const pathOf = (url: string): string => parseUrl(url)?.pathname ?? '';

/** What every page of a channel shows, by its path: copies by their receipts, old addresses too, columns and units. */
const readPages = async ({ db }: Context, { id, adapter, settings }: Channel): Promise<ReadonlyMap<string, PageOf>> => {
  const copies = await db
    .selectDistinct({ url: receipts.url, itemId: deliveries.itemId })
    .from(receipts)
    .innerJoin(deliveries, eq(deliveries.id, receipts.deliveryId))
    .where(eq(deliveries.channelId, id));
  const places = adapter.places?.(await db.select().from(columns), settings) ?? [];
  const shown = (await db.select().from(units)).map(
    (unit) => [unit.id, adapter.unitPage?.(unit, settings) ?? null] as const,
  );
  return new Map<string, PageOf>([
    ...shown.flatMap(([unitId, url]): [string, PageOf][] => (url === null ? [] : [[pathOf(url), { unitId }]])),
    ...places.flatMap(({ kind, id: columnId, url }): [string, PageOf][] =>
      kind === 'column' && url !== null ? [[pathOf(url), { columnId }]] : [],
    ),
    ...copies.map(({ url, itemId }): [string, PageOf] => [pathOf(url), { itemId }]),
  ]);
};

/** What a server shows of a folder. */
const FOLDER_PAGE = 'index.html';

/** Pages are read again after so long: an import brings many chunks in a row. */
const PAGES_FOR_MS = 60_000;
const pagesOf = new WeakMap<Channel, { readonly at: number; readonly pages: ReadonlyMap<string, PageOf> }>();

const cachedPages = async (ctx: Context, channel: Channel): Promise<ReadonlyMap<string, PageOf>> => {
  const known = pagesOf.get(channel);
  const now = performance.now();
  if (known && now - known.at < PAGES_FOR_MS) return known.pages;
  const pages = await readPages(ctx, channel);
  pagesOf.set(channel, { at: now, pages });
  return pages;
};

/** 64 bits of SHA-256: in a day of a million lines two meet once in 37 million days. */
const keyOf = (numbered: string): bigint => createHash('sha256').update(numbered).digest().readBigInt64BE(0);

interface Numbered {
  /** The line after its number among equal ones: what makes it the same line in another file. */
  readonly numbered: string;
  readonly view: LogView;
}

/** A line and its place; of one that has none, nothing can be said. */
const PLACED = /^(\d{1,9}) (\d{1,9}) /;

/** Lines of one second, kept in their order by milliseconds; a second in which more pages are opened is one of a flood. */
const MOST_IN_SECOND = 999;
const inOrder = (view: LogView, order: number): LogView => ({
  ...view,
  at: new Date(view.at.getTime() + Math.min(order - 1, MOST_IN_SECOND)),
});

const readChunk = (text: string): { readonly lines: readonly Numbered[]; readonly broken: number } => {
  const lines: Numbered[] = [];
  let broken = 0;
  for (const placed of text.split('\n')) {
    if (placed === '') continue;
    const [place = '', number = '', order = ''] = PLACED.exec(placed) ?? [];
    const line = placed.slice(place.length);
    const view = place === '' ? 'broken' : readLine(line);
    if (view === 'broken') broken += 1;
    else if (view !== null) lines.push({ numbered: `${number} ${line}`, view: inOrder(view, Number(order)) });
  }
  return { lines, broken };
};

const hitsOf = async (ctx: Context, channel: Channel, lines: readonly Numbered[]): Promise<NewHit[]> => {
  const pages = await cachedPages(ctx, channel);
  const places = placesOf(ctx.channels, channel.id);
  const visitors = new Map<string, VisitorOf>();
  for (const day of new Set(lines.map(({ view }) => beijingDay(view.at))))
    visitors.set(day, await openVisitors(ctx.db, 'access-log', day));
  return lines.map(({ numbered, view: { at, path, referrer, agent, address } }) => ({
    ...pages.get(path.endsWith('/') ? `${path}${FOLDER_PAGE}` : path),
    channelId: channel.id,
    source: 'access-log',
    kind: 'view',
    key: keyOf(numbered),
    at,
    visitor: visitors.get(beijingDay(at))?.({ address, agent }) ?? null,
    referrer: referrerOf(referrer, places),
    isBot: isBotAgent(agent),
  }));
};

/** How many lines of a file have been imported; 0: it is not known. */
export const importedLines = async ({ db }: Context, channelId: string, file: string): Promise<number> => {
  const [row] = await db
    .select({ lines: reachImports.lines })
    .from(reachImports)
    .where(and(eq(reachImports.channelId, channelId), eq(reachImports.file, file)));
  return row?.lines ?? 0;
};

/**
 * Imports some lines of a server's log. The same line again, from whatever file, changes nothing. Addresses are hashed here
 * and kept nowhere. Throws `not-found` for a channel that has no site.
 */
export const importChunk = async (ctx: Context, chunk: Chunk): Promise<Imported> => {
  const channel = channelOf(ctx, chunk.channelId);
  const { lines, broken } = readChunk(chunk.text);
  const kept = await keepHits(ctx.db, await hitsOf(ctx, channel, lines));
  const { channelId, file } = chunk;
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(reachImports)
      .values({ channelId, file, lines: chunk.lines })
      .onConflictDoUpdate({
        target: [reachImports.channelId, reachImports.file],
        set: { lines: sql`greatest(${reachImports.lines}, excluded.lines)`, at: sql`clock()` },
      });
    if (chunk.isLast)
      await writeEvents(tx, [
        { actor: eventActor(chunk.actor), kind: 'reach-imported', data: { channelId, file, lines: chunk.lines } },
      ]);
  });
  return { ...kept, broken };
};
