import { ApiError } from './errors.ts';
import { randomId, type State, type Token } from './state.ts';

const TWO_HOURS = 7_200_000;
const FIVE_MINUTES = 300_000;
/** A forced refresh is ignored sooner than this after the last one. */
const FORCE_EVERY_MS = 30_000;
const FORCES_PER_DAY = 20;
const DAY_MS = 86_400_000;

const checkAccount = ({ account }: State, appid: unknown, secret: unknown, grant: unknown): void => {
  if (grant !== 'client_credential') throw new ApiError(40002);
  if (!appid) throw new ApiError(41002);
  if (!secret) throw new ApiError(41004);
  if (appid !== account.appId) throw new ApiError(40013);
  if (secret !== account.secret) throw new ApiError(40125);
};

const issue = (state: State, kind: Token['kind']): [string, Token] => {
  const now = state.now();
  const token = `${kind}_${randomId(90)}`;
  const record: Token = { kind, issuedAt: now, expiresAt: now + TWO_HOURS };
  state.tokens.set(token, record);
  return [token, record];
};

const answer = (state: State, [token, { expiresAt }]: [string, Token]) => ({
  access_token: token,
  expires_in: Math.ceil((expiresAt - state.now()) / 1_000),
});

const stable = (state: State): [string, Token][] => state.tokens.entries().filter(([, { kind }]) => kind === 'stable');

const forceCount = (state: State): number => state.quotas.get(`${Math.floor(state.now() / DAY_MS)} force`) ?? 0;
const mayForce = (state: State, last: Token | undefined): boolean =>
  forceCount(state) < FORCES_PER_DAY && (!last || state.now() - last.issuedAt >= FORCE_EVERY_MS);

/** The same token until five minutes before its end; a forced refresh kills it at once. */
export const stableToken = (state: State, body: Readonly<Record<string, unknown>>) => {
  checkAccount(state, body.appid, body.secret, body.grant_type);
  const last = stable(state).at(-1);
  if (last && body.force_refresh === true && mayForce(state, last[1])) {
    for (const [token] of stable(state)) state.tokens.delete(token);
    state.quotas.set(`${Math.floor(state.now() / DAY_MS)} force`, forceCount(state) + 1);
    return answer(state, issue(state, 'stable'));
  }
  const isGood = last && last[1].expiresAt - state.now() > FIVE_MINUTES;
  return answer(state, isGood ? last : issue(state, 'stable'));
};

/** A new token each time; the old one lives five more minutes. Isolated from stable tokens. */
export const plainToken = (state: State, query: URLSearchParams) => {
  checkAccount(state, query.get('appid'), query.get('secret'), query.get('grant_type'));
  for (const [token, record] of state.tokens.entries())
    if (record.kind === 'plain')
      state.tokens.set(token, { ...record, expiresAt: Math.min(record.expiresAt, state.now() + FIVE_MINUTES) });
  return answer(state, issue(state, 'plain'));
};

export const checkToken = (state: State, token: string | null): void => {
  if (!token) throw new ApiError(41001);
  const known = state.tokens.get(token);
  if (!known) throw new ApiError(40001);
  if (known.expiresAt <= state.now()) throw new ApiError(42001);
};
