import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { deliveries, items, receipts } from '../../db/schema/index.ts';
import type { Channel } from '../../src/context.ts';
import { rollUpChanged } from '../../src/reach/rollup.ts';
import { fakeAdapter, fakeChannel } from './fakes.ts';
import { COLUMNS, UNITS } from './seed.ts';

export const SITE = 'https://www.fjmx.test';

/** A portal whose columns have pages. */
export const portalChannel = (): Channel =>
  fakeChannel({
    settings: { baseUrl: SITE },
    adapter: fakeAdapter({
      kind: 'portal-column',
      places: (columns) =>
        columns.map(({ id, name }) => ({ kind: 'column', id, name, url: `${SITE}/${id}/index.html` })),
      unitPage: ({ id }) => `${SITE}/units/${id}/index.html`,
    }),
  });

export interface SitePages {
  readonly paths: readonly string[];
  /** `scope id` of all that a path belongs to, the channel first. */
  readonly scopesOf: (path: string) => readonly string[];
  readonly itemIds: readonly string[];
}

/** Items that are live on the portal, and what each page belongs to. */
export const storeSite = async (db: Database, count: number): Promise<SitePages> => {
  const rows = Array.from({ length: count }, (_, n) => ({
    externalId: `page-${n}`,
    type: 'notice' as const,
    unitId: n % 2 === 0 ? 'xzfb' : 'xmzj',
    columnId: COLUMNS[n % COLUMNS.length]?.id ?? '',
    title: `公告 ${n}`,
    revision: 1,
    publishedAt: new Date('2026-12-01T00:00:00Z'),
  }));
  const stored = await db.insert(items).values(rows).returning();
  const sent = await db
    .insert(deliveries)
    .values(
      stored.map(({ id }) => ({
        itemId: id,
        channelId: 'portal',
        desired: 'live' as const,
        desiredRevision: 1,
        actual: 'live' as const,
        url: `${SITE}/a/${id}.html`,
      })),
    )
    .returning();
  await db.insert(receipts).values(
    sent.map(({ id, itemId }) => ({
      deliveryId: id,
      generation: 1,
      revision: 1,
      remoteId: itemId,
      url: `${SITE}/a/${itemId}.html`,
      renditionHash: '',
    })),
  );
  const scopes = new Map<string, string[]>([
    ...stored.map(({ id, unitId, columnId }): [string, string[]] => [
      `/a/${id}.html`,
      ['channel portal', `item ${id}`, `unit ${unitId}`, `column ${columnId}`],
    ]),
    ...COLUMNS.map(({ id }): [string, string[]] => [`/${id}/index.html`, ['channel portal', `column ${id}`]]),
    ...UNITS.map(({ id }): [string, string[]] => [`/units/${id}/index.html`, ['channel portal', `unit ${id}`]]),
    ...UNITS.map(({ id }): [string, string[]] => [`/units/${id}/`, ['channel portal', `unit ${id}`]]),
    ['/', ['channel portal']],
  ]);
  return {
    paths: [...scopes.keys()],
    scopesOf: (path) => scopes.get(path) ?? ['channel portal'],
    itemIds: stored.map(({ id }) => id),
  };
};

export const rollAll = async (db: Database): Promise<void> => {
  while ((await rollUpChanged(db)) > 0);
};

/** All rollups of a source, as `scope id metric period start`. */
export const readRollups = async (db: Database, source: string): Promise<Map<string, number>> => {
  const rows = await db.execute<{ key: string; value: number }>(sql`
    select concat_ws(' ', scope, scope_id, metric, period, start) as key, value from reach_rollups where source = ${source}`);
  return new Map(rows.map(({ key, value }) => [key, value]));
};
