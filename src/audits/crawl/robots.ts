import { createRequire } from 'node:module';
import { refusal, type Refusal } from './faults.ts';

interface Rules {
  isAllowed(url: string, agent?: string): boolean | undefined;
}
// Its types declare a default export that its CommonJS build does not have.
const parseRobots = createRequire(import.meta.url)('robots-parser') as (url: string, text: string) => Rules;

/** RFC 9309 §2.5: a crawler must parse at least 500 KiB; what comes after is cut off. */
export const ROBOTS_BYTES = 512_000;
/** RFC 9309 §2.4. */
const CACHE_MS = 86_400_000;
/** A host that could not be asked is asked again sooner, so that an outage of minutes does not cost a day. */
const CACHE_TROUBLE_MS = 600_000;
const MANY_HOSTS = 5_000;

/** What `robots.txt` answered: its text, "there is none" (4xx), or why nobody knows (5xx, unreachable). */
export type RobotsAnswer = { readonly text: string } | 'none' | Refusal;

interface Known {
  readonly until: number;
  /** A promise while it is being asked; then what holds. Null: everything is allowed. */
  readonly verdict: Rules | Refusal | null | Promise<Rules | Refusal | null>;
}

const DISALLOWED = refusal(
  'robots-refused',
  '对方 robots.txt 不允许抓取此页；请人工核对，或与该站点商定后登记为自有来源',
);

const judge = (url: URL, answer: RobotsAnswer): Rules | Refusal | null => {
  if (answer === 'none') return null;
  if ('cause' in answer) return answer;
  // No rule, no work: most sites that have the file forbid nothing in it.
  return /^\s*disallow\s*:\s*\S/im.test(answer.text) ? parseRobots(url.href, answer.text) : null;
};

const apply = (verdict: Rules | Refusal | null, url: URL, agent: string): Refusal | null => {
  if (verdict === null) return null;
  if ('cause' in verdict) return verdict;
  return verdict.isAllowed(url.href, agent) === false ? DISALLOWED : null;
};

const keepMs = (verdict: Rules | Refusal | null): number => {
  if (verdict === null || !('cause' in verdict)) return CACHE_MS;
  // A host at rest said nothing about robots: its own time is kept by the pacer.
  return verdict.cause === 'host-resting' ? 0 : CACHE_TROUBLE_MS;
};

export interface RobotsOptions {
  readonly agent: string;
  readonly now: () => number;
  readonly read: (url: URL) => Promise<RobotsAnswer>;
}
/** RFC 9309: one file per origin, 4xx allows all, 5xx and silence forbid all. */
export const createRobots = ({ agent, now, read }: RobotsOptions) => {
  const known = new Map<string, Known>();

  const ask = async (origin: string): Promise<Rules | Refusal | null> => {
    const url = new URL('/robots.txt', origin);
    const verdict = judge(url, await read(url));
    known.set(origin, { verdict, until: now() + keepMs(verdict) });
    return verdict;
  };

  const verdictOf = (origin: string): Known['verdict'] => {
    const entry = known.get(origin);
    if (entry !== undefined && entry.until > now()) return entry.verdict;
    if (known.size >= MANY_HOSTS) known.clear();
    const verdict = ask(origin);
    known.set(origin, { verdict, until: now() + CACHE_TROUBLE_MS });
    return verdict;
  };

  /** Null: may be fetched. */
  return (url: URL): Promise<Refusal | null> | Refusal | null => {
    const verdict = verdictOf(url.origin);
    return verdict instanceof Promise
      ? verdict.then((settled) => apply(settled, url, agent))
      : apply(verdict, url, agent);
  };
};
