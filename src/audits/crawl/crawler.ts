import { setTimeout as sleep } from 'node:timers/promises';
import type { Crawler, Look, LookRequest } from '../look.ts';
import { createAgents, type Resolve } from './agents.ts';
import { type Bounds, BOUNDS } from './bounds.ts';
import { refusal } from './faults.ts';
import { createPacer, type Pace, type PacerOptions, POLITE } from './pace.ts';
import { createRobots, ROBOTS_BYTES, type RobotsAnswer } from './robots.ts';
import type { OwnSource, Target } from './target.ts';
import { takeWalk, type Walk, type Walked, type World } from './walk.ts';

export interface CrawlerOptions {
  /** Who a webmaster may turn to: an address or mailbox, part of the user agent. ASCII. */
  readonly contact: string;
  /** Our own sources, the only ones that may stand on inner addresses or other ports. */
  readonly allow?: readonly OwnSource[];
  /** For all other hosts. */
  readonly pace?: Partial<Pace>;
  readonly bounds?: Partial<Bounds>;
  /** Across processes; see `PacerOptions`. */
  readonly reserve?: PacerOptions['reserve'];
  /** Ports strangers' hosts may be asked on: 80 and 443. */
  readonly ports?: readonly number[];
  /** Root certificates beside the public ones, PEM: sites of an office's own authority. */
  readonly ca?: readonly string[] | undefined;
  readonly resolve?: Resolve;
  /** Milliseconds since 1970 that never go back. */
  readonly now?: () => number;
  readonly random?: () => number;
  readonly wait?: PacerOptions['wait'];
}

/** The name robots.txt files may address. */
export const ROBOT = 'YigaoBot';

const monotonic = (): number => performance.timeOrigin + performance.now();

const waitFor = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, signal === undefined ? {} : { signal });
};

/** `Accept-Encoding` names what `body.ts` unpacks and nothing else. No cookies, ever: an outsider has none. */
const baseHeaders = (contact: string): Readonly<Record<string, string>> => {
  if (!/^[\x21-\x7e]+$/.test(contact)) throw new TypeError('crawler contact must be printable ASCII without spaces');
  return {
    'user-agent': `${ROBOT}/1.0 (+${contact})`,
    accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    'accept-encoding': 'gzip',
  };
};

const asRobots = (walked: Walked): RobotsAnswer => {
  // RFC 9309 §2.3.1.2: a file behind too many redirects is as good as none.
  if (walked.kind === 'failed') return walked.why.cause === 'too-many-redirects' ? 'none' : walked.why;
  const { status, body } = walked.answer;
  if (status === 200) return { text: new TextDecoder().decode(body) };
  if (status < 500) return 'none';
  return refusal('robots-refused', `对方 robots.txt 回答 ${status}，按规定视为不允许抓取；稍后会再看`);
};

const unknownStatus = (status: number): string =>
  status >= 500
    ? `对方服务器出错（${status}），无法判断；稍后会再看，持续如此请联系该站点运维`
    : `对方回答 ${status}，无法判断；请人工打开核对`;

const asLook = (walked: Walked, wasConditional: boolean, ms: number): Look => {
  const { url } = walked;
  if (walked.kind === 'answer') {
    const { status, headers, body } = walked.answer;
    if (status === 304 && wasConditional) return { kind: 'unchanged', url, ms };
    if (status === 200) return { kind: 'page', status, url, headers, body, ms };
    if (status === 404 || status === 410) return { kind: 'gone', status, url, ms };
  }
  const later = walked.retryAfterMs === null ? {} : { retryAfterMs: walked.retryAfterMs };
  if (walked.kind === 'failed') return { kind: 'unknown', ...walked.why, url, ms, ...later };
  const { status } = walked.answer;
  return { kind: 'unknown', cause: 'status', text: unknownStatus(status), url, ms, status, ...later };
};

const isConditional = ({ etag, lastModified }: LookRequest): boolean =>
  etag !== undefined || lastModified !== undefined;

type Headers = Readonly<Record<string, string>>;

/** RFC 9111 §5.2.1.4; `pragma` for the caches of HTTP/1.0 that still stand in front of old sites. */
const REVALIDATE: Headers = { 'cache-control': 'no-cache', pragma: 'no-cache' };

const headersFor = (base: Headers, request: LookRequest): Headers => {
  if (!isConditional(request) && !request.fresh) return base;
  const headers: Record<string, string> = { ...base, ...(request.fresh ? REVALIDATE : {}) };
  if (request.etag !== undefined) headers['if-none-match'] = request.etag;
  if (request.lastModified !== undefined) headers['if-modified-since'] = request.lastModified;
  return headers;
};

const createWorld = (options: CrawlerOptions): World => {
  const bounds = { ...BOUNDS, ...options.bounds };
  const now = options.now ?? monotonic;
  const { random = Math.random, wait = waitFor, reserve } = options;
  const own = new Map((options.allow ?? []).map((source) => [new URL(source.origin).origin, source]));
  return {
    bounds,
    now,
    agents: createAgents({ bounds, resolve: options.resolve, ca: options.ca }),
    gate: { own, ports: options.ports ?? [80, 443] },
    pacer: createPacer({ now, random, wait, reserve }),
    pace: { ...POLITE, ...options.pace },
  };
};

/**
 * Looks at the outside world as a reader would, and cannot be turned against its owner: addresses are judged where the
 * socket opens, on every hop; bytes, time, speed and ratio are bounded while they stream; hosts are asked politely.
 */
export const createCrawler = (options: CrawlerOptions): Crawler => {
  const world = createWorld(options);
  const headers = baseHeaders(options.contact);
  const { bounds, now } = world;

  const readRobots = async (url: URL): Promise<RobotsAnswer> => {
    const bounded = { cut: true, maxBytes: ROBOTS_BYTES, textOnly: false, signal: undefined };
    return asRobots(await takeWalk({ url: url.href, headers, ...bounded, permit: () => null }, world));
  };
  const robots = createRobots({ agent: ROBOT, now, read: readRobots });
  const permit = ({ url, own }: Target) => (own?.ignoresRobots === undefined ? robots(url) : null);

  const look = async (request: LookRequest): Promise<Look> => {
    const isFile = request.as === 'file';
    const walk: Walk = {
      url: request.url,
      headers: headersFor(headers, request),
      maxBytes: isFile ? bounds.fileBytes : bounds.pageBytes,
      textOnly: !isFile,
      cut: false,
      signal: request.signal,
      permit,
    };
    const since = now();
    return asLook(await takeWalk(walk, world), isConditional(request), Math.round(now() - since));
  };
  return {
    look,
    close: async () => {
      await Promise.all([world.agents.world.destroy(), world.agents.own.destroy()]);
    },
  };
};
