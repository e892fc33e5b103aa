import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Database, DatabaseLike } from '../../db/client.ts';
import { findings, type PlaceRow } from '../../db/schema/index.ts';
import type { FindingKind } from '../core/findings.ts';
import { seenPlaces } from './places.ts';
import type { CountMetric, Facts } from './rules/index.ts';

const columnsOf = (rows: readonly PlaceRow[]): Facts['columns'] =>
  rows
    .filter(({ kind }) => kind === 'column')
    .map(({ id, name, class: kind, entries, newestOn }) => ({
      id,
      name,
      class: kind ?? 'other',
      isTop: true,
      entries,
      newestOn,
    }));

/** A home page that only leads on to others (首页仅为导航入口) is as fresh as they are. */
const newestOf = (rows: readonly PlaceRow[]): string | null =>
  rows
    .flatMap(({ newestOn }) => newestOn ?? [])
    .toSorted()
    .at(-1) ?? null;

/** What was seen of one channel's places, as the rules ask it; `rows` are those places. */
export const readFacts = async (
  db: DatabaseLike,
  channelId: string,
  today: string,
): Promise<{ readonly rows: readonly PlaceRow[]; readonly facts: Facts }> => {
  const rows = await seenPlaces(db, channelId);
  const home = rows.find(({ kind, entries }) => kind === 'home' && entries !== null);
  const accounts = rows
    .filter(({ kind }) => kind === 'account')
    .map(({ id, name, newestOn }) => ({ id, name, isSeen: newestOn !== null, newestOn }));
  return {
    rows,
    facts: {
      today,
      ...(home ? { homeNewestOn: home.newestOn ?? newestOf(rows) } : {}),
      columns: columnsOf(rows),
      accounts,
    },
  };
};

/** What is held against a site as a number of copies, each told by findings of its own. */
const COUNTED: Readonly<Record<CountMetric, readonly FindingKind[]>> = {
  backdated: ['date-changed'],
  'links-broken': ['dead-link', 'files'],
  'tags-wrong': ['tags'],
  'late-items': ['late'],
};

/** How many copies of a channel have such a finding that is not over; 接受 is no excuse before an inspection. */
export const readCounts = async (db: Database, channelId: string): Promise<Readonly<Record<CountMetric, number>>> => {
  const rows = await db
    .selectDistinct({ kind: findings.kind, subject: findings.subject })
    .from(findings)
    .where(
      and(
        eq(findings.channelId, channelId),
        ne(findings.state, 'closed'),
        // A minor one is a remark, no fault that an inspection counts.
        ne(findings.severity, 'minor'),
        inArray(findings.kind, Object.values(COUNTED).flat()),
      ),
    );
  const many = (metric: CountMetric): number =>
    new Set(rows.filter(({ kind }) => COUNTED[metric].includes(kind)).map(({ subject }) => subject)).size;
  return {
    backdated: many('backdated'),
    'links-broken': many('links-broken'),
    'tags-wrong': many('tags-wrong'),
    'late-items': many('late-items'),
  };
};
