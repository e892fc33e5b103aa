import { sql } from 'drizzle-orm';
import type { Listing } from '../../adapters/contract.ts';
import type { Database } from '../../db/client.ts';
import { columns, units } from '../../db/schema/index.ts';
import type { Channel } from '../context.ts';
import type { ManuscriptKey } from '../deliveries/manuscript.ts';
import { loadManuscript } from '../deliveries/manuscript.ts';
import { expectCopy, type Expectation } from './expect.ts';

/** By what an expectation is known again, and what is asked beside the page: all that an unchanged page needs. */
export interface Outline {
  readonly hash: string;
  readonly itemId: string;
  readonly title: string;
  readonly columnId: string;
  readonly publishedAt: Date;
  /** 成文日期. */
  readonly writtenOn: string | undefined;
  readonly listings: readonly Listing[];
  readonly hasFiles: boolean;
  readonly hasLinks: boolean;
}

const outlineOf = ({ hash, itemId, title, listings, rendition, files, manuscript }: Expectation): Outline => ({
  hash,
  itemId,
  title,
  columnId: manuscript.column.id,
  publishedAt: manuscript.publishedAt,
  writtenOn: manuscript.content.writtenOn,
  listings,
  hasFiles: rendition.images.length > 0 || (files?.length ?? 0) > 0,
  hasLinks: manuscript.content.body.includes('<a '),
});

/** Of a channel; a county has fewer copies on each. About half a kilobyte each. */
const KEPT_OUTLINES = 10_000;
/** As long as a manuscript is kept: a unit that is renamed shows so much later in what is expected. */
const KEPT_MS = 5_000;

interface Reference {
  readonly until: number;
  readonly stamp: Promise<string>;
}
const references = new WeakMap<Database, Reference>();

const readStamp = async (db: Database): Promise<string> => {
  const [row] = await db.execute<{ stamp: string }>(sql`select md5(
    (select string_agg(${units}::text, ',' order by ${units.id}) from ${units}) ||
    (select string_agg(${columns}::text, ',' order by ${columns.id}) from ${columns})) as stamp`);
  return row?.stamp ?? '';
};

/** Of what rendering reads beside a revision, which never changes: the names of units and columns. */
const referenceStamp = (db: Database): Promise<string> => {
  const now = performance.now();
  const known = references.get(db);
  if (known && known.until > now) return known.stamp;
  const stamp = readStamp(db);
  references.set(db, { until: now + KEPT_MS, stamp });
  stamp.catch(() => references.delete(db));
  return stamp;
};

/** A channel whose settings change is another object. */
const kept = new WeakMap<Channel, Map<string, Outline>>();

const remember = (outlines: Map<string, Outline>, key: string, outline: Outline): void => {
  outlines.delete(key);
  outlines.set(key, outline);
  const [oldest] = outlines.keys();
  if (outlines.size > KEPT_OUTLINES && oldest !== undefined) outlines.delete(oldest);
};

export interface Wish {
  readonly outline: Outline;
  /** The whole of it, rendered anew when first asked. */
  readonly expect: () => Promise<Expectation>;
}

/** What should be at an address. Rendered once in the life of this process: for a page that did not change its outline is enough. */
export const wishFor = async (db: Database, channel: Channel, key: ManuscriptKey, url: string): Promise<Wish> => {
  let made: Promise<Expectation> | null = null;
  const expect = (): Promise<Expectation> =>
    (made ??= loadManuscript(db, key).then((manuscript) => expectCopy(channel, manuscript, url)));
  const outlines = kept.get(channel) ?? new Map<string, Outline>();
  kept.set(channel, outlines);
  const name = `${await referenceStamp(db)} ${key.itemId} ${key.revision} ${url}`;
  const outline = outlines.get(name) ?? outlineOf(await expect());
  remember(outlines, name, outline);
  return { outline, expect };
};
