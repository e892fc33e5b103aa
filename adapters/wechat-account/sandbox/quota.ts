import { z } from 'zod';
import { beijingDay } from '../../../src/core/time.ts';
import { ApiError } from './errors.ts';
import type { State } from './state.ts';

/** Calls per day, from the page of quotas. */
const PER_DAY: Readonly<Record<string, number>> = {
  token: 2_000,
  stable_token: 500_000,
  'draft/add': 1_000,
  'draft/update': 1_000,
  'draft/get': 500,
  'draft/delete': 1_000,
  'draft/count': 1_000,
  'draft/batchget': 1_000,
  'freepublish/submit': 100,
  'freepublish/get': 100,
  'freepublish/getarticle': 100,
  'freepublish/batchget': 100,
  'freepublish/delete': 10,
  'message/mass/sendall': 100,
};
/** Resets per month, all calls together. */
const CLEARS_PER_MONTH = 10;

const today = (state: State): string => beijingDay(new Date(state.now()));

export const count = (state: State, name: string): void => {
  const key = `${today(state)} ${name}`;
  const used = state.quotas.get(key) ?? 0;
  if (used >= (PER_DAY[name] ?? Infinity)) throw new ApiError(45009);
  state.quotas.set(key, used + 1);
};

/** Every call of the day is fresh again. */
export const clearQuota = (state: State, body: unknown) => {
  if (z.object({ appid: z.literal(state.account.appId) }).safeParse(body).error) throw new ApiError(40013);
  const key = `${today(state).slice(0, 7)} clears`;
  const used = state.quotas.get(key) ?? 0;
  if (used >= CLEARS_PER_MONTH) throw new ApiError(48006);
  state.quotas.set(key, used + 1);
  for (const name of Object.keys(PER_DAY)) state.quotas.delete(`${today(state)} ${name}`);
  return { errcode: 0, errmsg: 'ok' };
};

const pathSchema = z.object({ cgi_path: z.string() });
export const getQuota = (state: State, body: unknown) => {
  const name = pathSchema.safeParse(body).data?.cgi_path.replace(/^\/cgi-bin\//, '') ?? '';
  const limit = PER_DAY[name];
  if (limit === undefined) throw new ApiError(76021);
  const used = state.quotas.get(`${today(state)} ${name}`) ?? 0;
  return { errcode: 0, errmsg: 'ok', quota: { daily_limit: limit, used, remain: limit - used } };
};
