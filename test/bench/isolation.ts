import { sql } from 'drizzle-orm';
import { option, median, percentile, round, type BenchOptions } from './support/bench.ts';
import { findBackends, type Backend } from './support/backends.ts';
import { openBenchCounty, openCluster } from './support/county.ts';
import { runPaced, type Pace } from './support/paced.ts';
import { openSide } from './support/side.ts';

interface Waits {
  readonly p50: number;
  readonly p95: number;
  /** Deliveries on the ill channels that were tried, and of those the ones still in a call or waiting to be tried again. */
  readonly illTried: number;
}

/** Three healthy channels alone, or beside a slow and a dead one with as many deliveries each. */
const measure = async (clusterUrl: string, { redisUrl }: Backend, pace: Pace, ill: boolean): Promise<Waits> => {
  const county = await openBenchCounty(clusterUrl, { ill });
  const side = openSide({ databaseUrl: county.database.url, redisUrl, urls: county.urls, quiet: ill });
  // Not measured: until the process is warm, and the slow channel has all the calls it may have on their way.
  await runPaced(county, side, { ...pace, seconds: 3 });
  const waits = await runPaced(county, side, pace);
  const [tried] = await county.database.db.execute<{ many: number }>(sql`select count(*)::int as many from deliveries
    where channel_id in ('slow', 'dead') and token > 0`);
  await side.close();
  await county.close();
  return { p50: percentile(waits, 0.5), p95: percentile(waits, 0.95), illTried: tried?.many ?? 0 };
};

/** Whether one channel that takes 30 s per call and one that is dead delay the others: p95 beside them over p95 without. */
export const run = async ({ say, args }: BenchOptions) => {
  const pace = { itemsPerSecond: option(args, 'items', 20), seconds: option(args, 'seconds', 35) };
  const rounds = option(args, 'rounds', 1);
  const cluster = await openCluster();
  const figures: Record<string, number | null> = {
    ratioRedis: null,
    ratioPostgres: null,
    itemsPerSecond: pace.itemsPerSecond,
  };
  for (const backend of await findBackends()) {
    const alone: Waits[] = [];
    const beside: Waits[] = [];
    for (let each = 0; each < rounds; each += 1) {
      alone.push(await measure(cluster.url, backend, pace, false));
      beside.push(await measure(cluster.url, backend, pace, true));
    }
    const key = backend.redisUrl === null ? 'Postgres' : 'Redis';
    const p95 = (waits: readonly Waits[]): number => median(waits.map((each) => each.p95));
    const p50 = (waits: readonly Waits[]): number => median(waits.map((each) => each.p50));
    const tried = Math.min(...beside.map(({ illTried }) => illTried));
    if (tried === 0) throw new Error('the ill channels were never tried: nothing was measured');
    Object.assign(figures, {
      [`ratio${key}`]: round(p95(beside) / p95(alone)),
      [`p95AloneMs${key}`]: round(p95(alone), 0),
      [`p95BesideMs${key}`]: round(p95(beside), 0),
      [`p50AloneMs${key}`]: round(p50(alone), 0),
      [`p50BesideMs${key}`]: round(p50(beside), 0),
      [`illTried${key}`]: tried,
    });
    say(
      `${backend.name}: p95 ${round(p95(alone), 0)} ms alone, ${round(p95(beside), 0)} ms beside a slow and a dead channel`,
    );
  }
  await cluster.close();
  return figures;
};
