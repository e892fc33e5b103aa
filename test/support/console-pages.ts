import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { ROLE_PERMISSIONS, type Permission } from '../../src/core/permissions.ts';
import { ROLES, type Role } from '../../src/core/roles.ts';
import type { Route } from '../../src/web/console/pages.tsx';
import { createConsole } from '../../src/web/console/staff.tsx';

/** Every route of the console as it declares itself; declaring touches no database. */
export const ROUTES: readonly Route[] = createConsole({
  origin: 'http://yigao.test',
  secret: '',
  proxies: [],
} as unknown as Parameters<typeof createConsole>[0]).routes;

export const actionsOf = ({ who }: Route): readonly Permission[] =>
  who === 'anyone' || who === 'person' ? [] : typeof who === 'string' ? [who] : who;

export const isAllowed = (route: Route, role: Role): boolean => {
  const actions = actionsOf(route);
  return actions.length === 0 || actions.some((action) => ROLE_PERMISSIONS[role].includes(action));
};

/** The first role that may. */
export const roleFor = (route: Route): Role => {
  const role = ROLES.find((each) => isAllowed(route, each));
  if (!role) throw new Error(`No role may ${route.method} ${route.path}`);
  return role;
};

/** Who sees the most of a page: the forms that others do not get. */
const VIEWERS: readonly (readonly [RegExp, Role])[] = [
  [/^\/console\/findings|\/proof$/, 'clerk'],
  [/^\/console\/(?:items$|drafts)/, 'editor'],
  [/^\/console\/(?:items|deliveries|reviews)/, 'reviewer'],
  [/^\/console\/(?:channels|system)/, 'admin'],
  [/^\/console\/(?:desk|reach|reports)/, 'office'],
];
export const viewerFor = (route: Route): Role => {
  const viewer = VIEWERS.find(([where, role]) => where.test(route.path) && isAllowed(route, role));
  return viewer?.[1] ?? roleFor(route);
};

/** What a route's parameters name, by where they stand. A new kind of parameter gets a line here, or every table fails. */
const PARAMETERS = [
  [/^\/console\/items\/:id/, ':id', 'item'],
  [/^\/console\/drafts\/:id/, ':id', 'draft'],
  [/^\/console\/reviews\/:draftId/, ':draftId', 'reviewing'],
  [/^\/console\/findings\/:id/, ':id', 'finding'],
  [/^\/console\/system\/users\/:id/, ':id', 'user'],
  [/^\/console\/system\/units\/:id/, ':id', 'unit'],
  [/^\/console\/system\/keys\/:id/, ':id', 'key'],
  [/^\/console\/system\/notices\/:id/, ':id', 'notice'],
  [/^\/console\/filters\/:id/, ':id', 'filter'],
  [/^\/console\/files\/:id/, ':id', 'asset'],
  [/^\/console\/preview-images\/:id/, ':id', 'asset'],
  [/^\/console\/preview-images\/:id\/:mark/, ':mark', 'mark'],
  [/^\/console\/reports\/:kind/, ':kind', 'reportKind'],
  [/^\/console\/reports\/:kind/, ':period', 'reportPeriod'],
  [/^\/console\/reports\/:kind/, ':number', 'edition'],
  [/:channel/, ':channel', 'channel'],
] as const;
export type Thing = (typeof PARAMETERS)[number][2];
export type Things = Readonly<Record<Thing, string>>;

/** Things that do not exist. */
export const NOTHING: Things = Object.fromEntries(
  PARAMETERS.map(([, , thing]) => [thing, '00000000-0000-4000-8000-000000000000']),
) as Things;

export const addressOf = ({ path }: Route, things: Things = NOTHING): string => {
  let address = path;
  for (const [where, parameter, thing] of PARAMETERS)
    if (where.test(path)) address = address.replace(parameter, things[thing]);
  if (address.includes(':')) throw new Error(`What ${path} names is not in the table of parameters`);
  return address;
};

/** States of a page that its address alone does not show. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  '/console/items': ['?text=不存在的标题', '?status=returned&mine=1'],
  '/console/findings': ['?state=closed', '?severity=critical'],
  '/console/reach': ['?by=unit&from=2026-01-01&to=2026-12-31', '?by=column&with=year'],
  '/console/reach/unfound': ['?from=2026-01-01&to=2026-12-31&channel=portal&source=beacon'],
  '/console/reach/file': ['?from=2026-01-01&to=2026-12-31&channel=portal&source=beacon&as=csv'],
  '/console/items/:id/reach/file': ['?as=xlsx'],
  '/console/reports/:kind/:period/file': ['?as=xlsx'],
  '/console/reach/chart': ['?from=2026-01-01&to=2026-12-31&channel=portal&source=beacon'],
  '/console/deliveries': ['?status=parked'],
  '/console/deliveries/retry/:channel': ['?fault=outcome-unknown'],
};

export interface Stop {
  readonly route: Route;
  readonly path: string;
}

/** The reports that every office has, issued or not. */
export const REPORT: Pick<Things, 'reportKind' | 'reportPeriod' | 'edition'> = {
  reportKind: 'annual',
  reportPeriod: '2025',
  edition: '1',
};

/** Every address that answers GET, those that stand for states of a page too; a preview has one for each channel. */
export const stopsOf = (things: Things, channels: Iterable<string> = []): Stop[] => {
  const tabs = Array.from(channels, (id) => `?channel=${id}`);
  return ROUTES.filter(({ method }) => method === 'get').flatMap((route) => {
    const path = addressOf(route, things);
    const states = route.path.endsWith('/preview') ? tabs : (VARIANTS[route.path] ?? []);
    return ['', ...states].map((query) => ({ route, path: path + query }));
  });
};

/** The newest of every kind of thing in a database; absent where there is none. */
export const findThings = async (db: Database): Promise<Partial<Things>> => {
  const [found] = await db.execute<Partial<Record<Thing, string>>>(sql`
    with told as (select * from findings where delivery_id is not null order by snapshot is null, seq desc limit 1)
    select (select item_id from told) as item, (select id from told) as finding, (select channel_id from told) as channel,
      (select id from drafts where status in ('editing', 'returned') order by updated_at desc limit 1) as draft,
      (select id from drafts where status = 'reviewing' order by updated_at desc limit 1) as reviewing,
      (select id from users order by created_at desc, id limit 1) as user,
      (select id from units order by id limit 1) as unit,
      (select id from api_keys where revoked_at is null order by created_at desc limit 1) as key,
      (select id from notice_targets limit 1) as notice, (select id from saved_filters limit 1) as filter,
      (select id from assets order by id limit 1) as asset`);
  return { ...REPORT, ...Object.fromEntries(Object.entries(found ?? {}).filter(([, id]) => id !== null)) };
};
