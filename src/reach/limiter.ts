import { hashUnder, newKey, type Who } from './visitors.ts';

export interface LimiterOptions {
  readonly now: () => number;
  /** Of one visitor in a row; as many come back every minute. More is no reader. */
  readonly perMinute?: number;
  /** Visitors watched at a time; beyond, all are forgotten, which only lets some through. */
  readonly watched?: number;
}

/** Whether one more hit of this visitor may be counted. Knows visitors by a hash under a key of this process only. */
export const createLimiter = ({ now, perMinute = 120, watched = 50_000 }: LimiterOptions): ((who: Who) => boolean) => {
  // A worker may not draw random numbers before its first request.
  const key: { hash?: (who: Who) => bigint } = {};
  const buckets = new Map<bigint, { left: number; at: number }>();
  return (who) => {
    key.hash ??= hashUnder(newKey());
    const id = key.hash(who);
    if (!buckets.has(id) && buckets.size >= watched) buckets.clear();
    const bucket = buckets.get(id) ?? { left: perMinute, at: now() };
    const left = Math.min(perMinute, bucket.left + ((now() - bucket.at) * perMinute) / 60_000);
    const may = left >= 1;
    buckets.set(id, { left: may ? left - 1 : left, at: now() });
    return may;
  };
};
