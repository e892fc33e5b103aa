import { VISIT_PAUSE_MS } from '../../src/core/reach.ts';

/** The same numbers at every run: Lehmer's generator. */
const random = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};

const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.54',
  'Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 Chrome/123.0 Mobile Safari/537.36',
];
const BOTS = [
  'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  '-',
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number): string => String(value).padStart(2, '0');
const stamp = (seconds: number): string => {
  const at = new Date(seconds * 1_000 + 8 * 3_600_000);
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${at.toISOString().slice(11, 19)} +0800`;
};

export interface Traffic {
  readonly lines: number;
  /** Pages that show an item, a column or something else. */
  readonly paths: readonly string[];
  readonly site: string;
}

/**
 * A server's log, line by line: readers, bots, parts of pages, errors, forms, lines twice in one second, over three midnights
 * and a year's end in Shanghai.
 */
export function* makeLog({ lines, paths, site }: Traffic): Generator<string> {
  const pick = random(20_261_231);
  const of = <T>(list: readonly T[]): T => list[pick(list.length)] as T;
  const start = Date.parse('2026-12-30T06:00:00+08:00') / 1_000;
  const visitors = Math.max(20, Math.floor(lines / 12));
  let last = '';
  for (let n = 0; n < lines; n += 1) {
    if (last !== '' && pick(50) === 0) {
      // Two readings of one second that look the same.
      yield last;
      continue;
    }
    const second = start + Math.floor((n * 3 * 86_400) / lines);
    const who = pick(visitors);
    const isBot = pick(6) === 0;
    const agent = isBot ? of(BOTS) : (BROWSERS[who % 3] as string);
    const kind = pick(10);
    const path = kind < 6 ? of(paths) : kind < 8 ? '/assets/site.css' : of(['/nowhere.html', '/assets/a.jpg']);
    const status = path === '/nowhere.html' ? 404 : of([200, 200, 200, 304]);
    const method = pick(40) === 0 ? 'POST' : 'GET';
    const query = pick(9) === 0 ? '?from=timeline' : '';
    const referrer = of([
      '-',
      '-',
      `${site}/index.html`,
      'https://www.baidu.com/link?url=x',
      'https://www.sm.gov.cn/',
      'https://mp.weixin.qq.com/s/x',
    ]);
    const address = `10.${who >> 16}.${(who >> 8) & 255}.${who & 255}`;
    last = `${address} - - [${stamp(second)}] "${method} ${path}${query} HTTP/1.1" ${status} 1234 "${referrer}" "${agent}"`;
    yield last;
  }
}

const CLASS: readonly (readonly [RegExp, string])[] = [
  [/^-$/, 'direct'],
  [/baidu/, 'search'],
  [/weixin/, 'channel'],
  [/sm\.gov\.cn/, 'other'],
  [/./, 'direct'],
];

export type Totals = Map<string, number>;
interface Visitor {
  seen: Set<string>;
  last: number;
  entry: string;
  visited: Set<string>;
}

/**
 * Counts a log by its lines, in order, in the plainest way: another parser, another rule for visits (a running clock per
 * visitor), no database. `scopesOf` says what a path belongs to.
 */
export const createLogCounter = (scopesOf: (path: string) => readonly string[]) => {
  const totals: Totals = new Map();
  let visitors = new Map<string, Visitor>();
  let today = '';
  const add = (scope: string, metric: string, day: string): void => {
    for (const period of [
      `day ${day}`,
      `month ${day.slice(0, 7)}-01`,
      `year ${day.slice(0, 4)}-01-01`,
      'all 1970-01-01',
    ]) {
      const key = `${scope} ${metric} ${period}`;
      totals.set(key, (totals.get(key) ?? 0) + 1);
    }
  };
  const line = (text: string): void => {
    const parts = text.split('"');
    const [address = '', , , time = ''] = (parts[0] ?? '').split(' ');
    const [method, target = ''] = (parts[1] ?? '').split(' ');
    const status = (parts[2] ?? '').trim().split(' ')[0];
    const path = target.split('?')[0] ?? '';
    if (method !== 'GET' || (status !== '200' && status !== '304') || !/(\.html|\/)$/.test(path)) return;
    const [d = '', m = '', y = '', hour = '', minute = '', secs = ''] = time.slice(1).split(/[/:]/);
    const day = `${y}-${two(MONTHS.indexOf(m) + 1)}-${d}`;
    const at = (Number(hour) * 3_600 + Number(minute) * 60 + Number(secs)) * 1_000;
    const agent = parts[5] ?? '';
    const scopes = scopesOf(path);
    if (/spider|bingbot/.test(agent) || agent === '-') return add(scopes[0] ?? '', 'bot-views', day);
    // Every visit ends at midnight.
    if (day !== today) [today, visitors] = [day, new Map()];
    const key = `${address} ${agent}`;
    const visitor = visitors.get(key) ?? {
      seen: new Set(),
      last: Number.NEGATIVE_INFINITY,
      entry: '',
      visited: new Set(),
    };
    visitors.set(key, visitor);
    if (at - visitor.last > VISIT_PAUSE_MS) {
      visitor.entry = CLASS.find(([pattern]) => pattern.test(parts[3] ?? ''))?.[1] ?? '';
      visitor.visited = new Set();
    }
    visitor.last = at;
    for (const scope of scopes) {
      add(scope, 'views', day);
      if (!visitor.seen.has(scope)) add(scope, 'visitors', day);
      if (!visitor.visited.has(scope)) {
        add(scope, 'visits', day);
        add(scope, `visits-from-${visitor.entry}`, day);
      }
      visitor.seen.add(scope);
      visitor.visited.add(scope);
    }
  };
  return { line, totals };
};
