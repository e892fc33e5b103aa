import { z } from 'zod';
import { addDays, daysIn, daysOf, type Day } from '../../../src/core/days.ts';
import { beijingDay } from '../../../src/core/time.ts';
import { ApiError } from './errors.ts';
import { pageUrl } from './publications.ts';
import type { Published, State } from './state.ts';

/** What readers did with one article on one day, and with the account where `publishId` is 0. */
export interface Readers {
  readonly publishId: number;
  readonly day: Day;
  readonly read: number;
  readonly share: number;
}

/** Numbers begin here, and are ready at this hour of the next day. */
const SINCE = '2025-11-01';
const READY_AT = 8;
const DETAIL_DAYS = 30;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const spanSchema = z.object({ begin_date: day, end_date: day });

const todayOf = (state: State): Day => beijingDay(new Date(state.now()));
const hourOf = (state: State): number => new Date(state.now() + 8 * 3_600_000).getUTCHours();

/** Dates as the page demands them: well formed, not longer than the call allows, ended yesterday, and ready. */
const readSpan = (state: State, body: unknown, days: number, since: Day = SINCE): { from: Day; to: Day } => {
  const parsed = spanSchema.safeParse(body);
  if (!parsed.success) throw new ApiError(61500);
  const { begin_date: from, end_date: to } = parsed.data;
  const yesterday = addDays(todayOf(state), -1);
  const length = daysIn(from, to);
  if (length < 1 || length > days || from < since || to > yesterday) throw new ApiError(61501);
  if (to === yesterday && hourOf(state) < READY_AT) throw new ApiError(61503);
  return { from, to };
};

const keyOf = (publishId: number, at: Day): string => `${at} ${publishId}`;
const readersOn = ({ readers }: State, publishId: number, at: Day): Readers | undefined =>
  readers.get(keyOf(publishId, at));

/** Sets, or changes afterwards, what a day comes to. */
export const setReaders = ({ readers }: State, each: Readers): void =>
  readers.set(keyOf(each.publishId, each.day), each);

/** A reader opened the article. */
export const noteReader = (state: State, { publishId }: Published): void => {
  const at = todayOf(state);
  const known = readersOn(state, publishId, at) ?? { publishId, day: at, read: 0, share: 0 };
  setReaders(state, { ...known, read: known.read + 1 });
};

const isLate = (state: State, at: Day): boolean => state.switches().statsDelayed.includes(at);
const isMissing = (state: State, at: Day): boolean => state.switches().statsMissing.includes(at);

const articles = (state: State): Published[] => state.published.entries().map(([, published]) => published);

const articleDay = (state: State, body: unknown, detailOf: (each: Readers) => object) => {
  const { from } = readSpan(state, body, 1);
  if (isLate(state, from)) return { list: [], is_delay: true };
  const list = articles(state).flatMap(({ publishId }) => {
    const told = isMissing(state, from) ? undefined : readersOn(state, publishId, from);
    return told ? [{ ref_date: from, msgid: `${publishId}_1`, detail: detailOf(told) }] : [];
  });
  return { list, is_delay: false };
};

export const articleRead = (state: State, body: unknown) =>
  articleDay(state, body, ({ read }) => ({
    read_user: read,
    read_user_source: [{ user_count: read, scene_desc: '全部' }],
  }));
export const articleShare = (state: State, body: unknown) =>
  articleDay(state, body, ({ share }) => ({ share_user: share }));

/** Sums up to each day after publication, as far as days have been told of. */
export const articleTotals = (state: State, body: unknown) => {
  const { from } = readSpan(state, body, 1);
  const told = daysOf(from, addDays(from, DETAIL_DAYS - 1)).filter(
    (at) => at < todayOf(state) && !isLate(state, at) && !isMissing(state, at),
  );
  const own = articles(state).filter(({ publishedAt }) => beijingDay(new Date(publishedAt)) === from);
  const list = own.map((published) => {
    const until = (at: Day, what: 'read' | 'share'): number =>
      daysOf(from, at).reduce((sum, each) => sum + (readersOn(state, published.publishId, each)?.[what] ?? 0), 0);
    return {
      ref_date: from,
      msgid: `${published.publishId}_1`,
      publish_type: published.msgId === undefined ? 1 : 0,
      title: published.articles[0]?.title ?? '',
      content_url: pageUrl(state, published.pages[0] ?? ''),
      detail_list: told.map((at) => ({ stat_date: at, read_user: until(at, 'read'), share_user: until(at, 'share') })),
    };
  });
  return { list, is_delay: false };
};

/** The account as a whole; of a day that is late or missing there is no row. */
export const accountDays = (state: State, body: unknown) => {
  const { from, to } = readSpan(state, body, DETAIL_DAYS);
  const list = daysOf(from, to).flatMap((at) => {
    const own = readersOn(state, 0, at);
    if (isLate(state, at) || isMissing(state, at) || !own) return [];
    return [{ ref_date: at, detail: { read_user: own.read, share_user: own.share, send_page_count: 0 } }];
  });
  return { list, is_delay: daysOf(from, to).some((at) => isLate(state, at)) };
};

const USERS_SINCE = '2014-12-01';
const USER_DAYS = 7;
export const followersChanged = (state: State, body: unknown) => {
  const { from, to } = readSpan(state, body, USER_DAYS, USERS_SINCE);
  const told = daysOf(from, to).filter((at) => !isMissing(state, at));
  return { list: told.map((ref_date) => ({ ref_date, user_source: 0, new_user: 3, cancel_user: 1 })) };
};
/** Two more followers each day. */
export const followersTotal = (state: State, body: unknown) => {
  const { from, to } = readSpan(state, body, USER_DAYS, USERS_SINCE);
  const told = daysOf(from, to).filter((at) => !isMissing(state, at));
  return { list: told.map((ref_date) => ({ ref_date, cumulate_user: 1_000 + 2 * daysIn(SINCE, ref_date) })) };
};
