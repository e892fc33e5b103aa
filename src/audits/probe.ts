import type { Crawler, Look } from './look.ts';
import type { Measure } from './rules/measure.ts';

/**
 * Probing a site as V-S2 asks: `probe(crawler, url)` makes one row, `judgeProbes(rows, now)` says what a week of them
 * comes to, `nextProbeAt(last, random)` when the next is due. Who calls it stores the rows and nothing else.
 */

/** 国办秘函〔2019〕19号, 站点无法访问: a week, at least 20 a day, 15 seconds, 5 per cent. */
export const PROBE = { days: 7, perDay: 20, slowMs: 15_000, share: 0.05 } as const;

export interface ProbeRow {
  readonly at: Date;
  readonly ms: number;
  readonly isOpen: boolean;
  /** Chinese, where it did not open. */
  readonly why: string | null;
}

/** What the world did to us, not to the site: no row can be made of it. */
const NOT_THE_SITES_FAULT: ReadonlySet<string> = new Set([
  'address-refused',
  'scheme-refused',
  'robots-refused',
  'host-resting',
  'stopped',
]);

const opened = (look: Look): boolean => {
  if (look.kind !== 'unknown') return look.kind !== 'gone';
  // It opened; we only did not read it to its end, or could not read it.
  return look.cause === 'too-large' || look.cause === 'undecodable' || look.cause === 'not-text';
};

/** One visit. Null when nothing can be said about the site: it is not counted either way. */
export const probe = async (
  crawler: Crawler,
  url: string,
  at: Date,
  signal?: AbortSignal,
): Promise<ProbeRow | null> => {
  const look = await crawler.look({ url, signal });
  if (look.kind === 'unknown' && NOT_THE_SITES_FAULT.has(look.cause)) return null;
  const isOpen = opened(look) && look.ms < PROBE.slowMs;
  const why = look.kind === 'unknown' ? look.text : look.kind === 'gone' ? `首页回答 ${look.status}` : '打开超过 15 秒';
  return { at, ms: look.ms, isOpen, why: isOpen ? null : why };
};

export interface Availability {
  readonly total: number;
  readonly failed: number;
  /** Null: too few probes to say; missing probes are no failures and no successes. */
  readonly share: number | null;
  /** Days of the window that had their twenty. */
  readonly fullDays: number;
}

const DAY_MS = 86_400_000;

/** The last week. A share is told once there is a day's worth of probes; a verdict needs all seven days full. */
export const judgeProbes = (rows: readonly ProbeRow[], now: Date): Availability => {
  const ago = ({ at }: ProbeRow): number => Math.floor((now.getTime() - at.getTime()) / DAY_MS);
  const recent = rows.filter((row) => ago(row) >= 0 && ago(row) < PROBE.days);
  const failed = recent.filter(({ isOpen }) => !isOpen).length;
  const perDay = Array.from({ length: PROBE.days }, (_, day) => recent.filter((row) => ago(row) === day).length);
  return {
    total: recent.length,
    failed,
    share: recent.length < PROBE.perDay ? null : failed / recent.length,
    fullDays: perDay.filter((many) => many >= PROBE.perDay).length,
  };
};

/** For `judge`: rule V-S2 once the week is full, its warning twin before that. */
export const measureProbes = (siteName: string, { share, fullDays }: Availability): Measure => ({
  appliesTo: 'site',
  metric: fullDays === PROBE.days ? 'failed-share' : 'failed-share-so-far',
  subject: 'site',
  name: siteName,
  value: share,
});

/** Every 48 to 69 minutes: 20 a day even by the worst luck, and never at the same minute of the hour. */
const HOUR_MS = 3_600_000;
export const nextProbeAt = (last: Date, random: () => number): Date =>
  new Date(last.getTime() + HOUR_MS * (0.8 + random() * 0.35));
