import type { DayTold, ReachTeller, Told } from '../contract.ts';
import type { Day } from '../../src/core/days.ts';
import type { Metric } from '../../src/core/reach.ts';
import { call } from './client.ts';
import type { WechatIo } from './settings.ts';

/** `<msg_data_id>_<idx>`: of a message of several pages the first stands for the item, since one reader opens them all. */
const refOf = (msgid: string): string | null => /^(\d+)_1$/.exec(msgid)?.[1] ?? null;

type Row = readonly [ref: string | null, metric: Metric, value: number | undefined];
const toldOn = (day: Day, rows: readonly Row[]): Told[] =>
  rows.flatMap(([ref, metric, value]) => (value === undefined ? [] : [{ ref, metric, day, value }]));

const ACCOUNT: Readonly<Record<string, Metric>> = {
  read_user: 'readers',
  share_user: 'shares',
  zaikan_user: 'recommends',
  like_user: 'likes',
  comment_count: 'comments',
  collection_user: 'favourites',
  redirect_ori_page_user: 'original-clicks',
  send_page_count: 'sent-articles',
};

const sum = (values: readonly (number | undefined)[]): number | undefined => {
  const told = values.filter((value) => value !== undefined);
  return told.length === 0 ? undefined : told.reduce((total, value) => total + value, 0);
};

const readArticles = async (day: Day, io: WechatIo) => {
  const span = { begin_date: day, end_date: day };
  const read = await call(io, 'datacube/getarticleread', span);
  const shared = await call(io, 'datacube/getarticleshare', span);
  const rows = (list: typeof read.list, metric: Metric, field: 'read_user' | 'share_user'): Row[] =>
    list.flatMap(({ msgid, detail }) => {
      const ref = refOf(msgid);
      return ref === null ? [] : [[ref, metric, detail[field]]];
    });
  return {
    isDelayed: read.is_delay || shared.is_delay,
    rows: [...rows(read.list, 'readers', 'read_user'), ...rows(shared.list, 'shares', 'share_user')],
  };
};

const readAccount = async (day: Day, io: WechatIo) => {
  const span = { begin_date: day, end_date: day };
  const account = await call(io, 'datacube/getbizsummary', span);
  const changes = await call(io, 'datacube/getusersummary', span);
  const { list: totals } = await call(io, 'datacube/getusercumulate', span);
  const detail: Readonly<Record<string, number | undefined>> =
    account.list.find(({ ref_date }) => ref_date === day)?.detail ?? {};
  const rows: Row[] = [
    ...Object.entries(ACCOUNT).map(([field, metric]): Row => [null, metric, detail[field]]),
    [null, 'new-followers', sum(changes.list.map(({ new_user }) => new_user))],
    [null, 'lost-followers', sum(changes.list.map(({ cancel_user }) => cancel_user))],
    [null, 'followers', totals.find(({ ref_date }) => ref_date === day)?.cumulate_user],
  ];
  return { isDelayed: account.is_delay, rows };
};

const readDay = async (day: Day, io: WechatIo): Promise<DayTold> => {
  const articles = await readArticles(day, io);
  const account = await readAccount(day, io);
  const told = toldOn(day, [...articles.rows, ...account.rows]);
  if (articles.isDelayed || account.isDelayed) return { state: 'delayed', told };
  return { state: told.length === 0 ? 'untold' : 'told', told };
};

/** Sums up to each day, for thirty days; also the only call that names addresses. */
const readPublished = async (day: Day, io: WechatIo): Promise<Told[]> => {
  const { list } = await call(io, 'datacube/getarticletotaldetail', { begin_date: day, end_date: day });
  return list.flatMap(({ msgid, content_url: url, detail_list: days }) => {
    const ref = refOf(msgid);
    if (ref === null) return [];
    return days.flatMap(({ stat_date, read_user, share_user }) =>
      toldOn(stat_date, [
        [ref, 'readers-total', read_user],
        [ref, 'shares-total', share_user],
      ]).map((each) => (url === '' ? each : { ...each, url })),
    );
  });
};

/** The statistics of 2025-11: published articles too, a day per call; asked after 08:00 of the next day. */
export const reach: ReachTeller<WechatIo> = {
  since: '2025-11-01',
  readyAt: 8,
  settledAfter: 30,
  readDay,
  readPublished,
};
