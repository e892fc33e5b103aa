import { type Answer, exchange } from './exchange.ts';
import type { Agents } from './agents.ts';
import type { Bounds } from './bounds.ts';
import { refusal, type Refusal, STOPPED, TOO_SLOW } from './faults.ts';
import { type Outcome, type Pace, type Pacer, POLITE } from './pace.ts';
import { retryAfterMs } from './retry-after.ts';
import { parseUrl } from '../../core/urls.ts';
import { type Gate, isRefusal, readTarget, type Target } from './target.ts';

export interface World {
  readonly agents: Agents;
  readonly bounds: Bounds;
  readonly gate: Gate;
  readonly pacer: Pacer;
  /** For hosts that are not our own. */
  readonly pace: Pace;
  readonly now: () => number;
}
export interface Walk {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly textOnly: boolean;
  readonly cut: boolean;
  readonly signal: AbortSignal | undefined;
  /** Asked before every hop; null goes on. */
  readonly permit: (target: Target) => Promise<Refusal | null> | Refusal | null;
}
/** Where the walk ended, and with what. */
export type Walked =
  | { readonly kind: 'answer'; readonly url: string; readonly answer: Answer; readonly retryAfterMs: number | null }
  | { readonly kind: 'failed'; readonly url: string; readonly why: Refusal; readonly retryAfterMs: number | null };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const TROUBLES: ReadonlySet<string> = new Set(['unreachable', 'too-slow', 'tls']);

const isTrouble = (end: Answer | Refusal): boolean =>
  isRefusal(end) ? TROUBLES.has(end.cause) : end.status === 429 || end.status >= 500;

const minutes = (ms: number): string => (ms < 60_000 ? '不到 1 分钟' : `约 ${Math.ceil(ms / 60_000)} 分钟`);
const resting = (ms: number): Refusal =>
  refusal('host-resting', `该站点近来多次出错或要求暂缓访问，${minutes(ms)}后再看；持续如此请联系该站点运维`);
const TOO_MANY = refusal('too-many-redirects', '跳转次数过多，已停止；请核对网址，直接填写最终网址');

const paceOf = (target: Target, world: World): Pace => {
  const special = target.own?.pace;
  return special === undefined ? world.pace : { ...POLITE, ...special };
};

type Hop = { readonly end: Answer | Refusal; readonly spentMs: number; readonly retryAfterMs: number | null };

/** One hop: wait for the host's turn, ask, tell the pacer how it went. */
const takeHop = async (target: Target, walk: Walk, world: World, withinMs: number): Promise<Hop> => {
  const { pacer, bounds, now, agents } = world;
  const pace = paceOf(target, world);
  const { host } = target.url;
  const entered = pacer.enter(host, pace, walk.signal);
  const turn = entered instanceof Promise ? await entered : entered;
  if (turn.kind === 'rest') return { end: resting(turn.ms), spentMs: 0, retryAfterMs: Math.ceil(turn.ms) };
  const startedAt = now();
  const agent = target.own === null ? agents.world : agents.own;
  const { headers, maxBytes, textOnly, cut, signal } = walk;
  let outcome: Outcome = { isTrouble: true, retryAfterMs: null };
  try {
    const ask = { url: target.url, agent, headers, bounds, maxBytes, textOnly, cut, withinMs, signal, now };
    const end = await exchange(ask);
    const retry = isRefusal(end) ? null : retryAfterMs(end.headers['retry-after'], now());
    outcome = { isTrouble: isTrouble(end), retryAfterMs: retry };
    return { end, spentMs: now() - startedAt, retryAfterMs: retry };
  } finally {
    pacer.leave(host, pace, outcome);
  }
};

const whereTo = (end: Answer | Refusal): string | null =>
  !isRefusal(end) && REDIRECTS.has(end.status) ? (end.headers['location'] ?? null) : null;

/** Where a redirect points, for people to read: whole, but without what it may carry of a password. */
const shown = (next: string, base: URL): string => {
  const url = parseUrl(next, base);
  if (url === null) return next.slice(0, 2_000);
  url.username = '';
  url.password = '';
  return url.href.slice(0, 2_000);
};

/** Follows redirects by hand, so that scheme, port, address, robots.txt and turn are judged anew on every hop. */
export const takeWalk = async (walk: Walk, world: World): Promise<Walked> => {
  let target = readTarget(walk.url, world.gate);
  let url = walk.url;
  let leftMs = world.bounds.totalMs;
  const failed = (why: Refusal, retryAfterMs: number | null = null): Walked => ({
    kind: 'failed',
    url,
    why,
    retryAfterMs,
  });
  try {
    for (let hops = 0; ; hops += 1) {
      if (isRefusal(target)) return failed(target);
      url = target.url.href;
      const asked = walk.permit(target);
      const refused = asked instanceof Promise ? await asked : asked;
      if (refused !== null) return failed(refused);
      const { end, spentMs, retryAfterMs } = await takeHop(target, walk, world, leftMs);
      if (isRefusal(end)) return failed(end, retryAfterMs);
      const next = whereTo(end);
      if (next === null) return { kind: 'answer', url, answer: end, retryAfterMs };
      if (hops === world.bounds.redirects) return failed(TOO_MANY);
      leftMs -= spentMs;
      if (leftMs <= 0) return failed(TOO_SLOW);
      url = shown(next, target.url);
      target = readTarget(next, world.gate, target);
    }
  } catch (error) {
    // Waiting for a turn was called off; any other exception is a bug and shall be seen.
    if (walk.signal?.aborted === true) return failed(STOPPED);
    throw error;
  }
};
