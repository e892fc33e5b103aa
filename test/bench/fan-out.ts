import { sql } from 'drizzle-orm';
import { startJobs } from '../../jobs/run.ts';
import { option, percentile, round, type BenchOptions } from './support/bench.ts';
import { openBenchCounty, openCluster, storeItems, type BenchCounty } from './support/county.ts';
import { runFloor, type Floor } from './support/floor.ts';

const CHANNELS = 3;
const BYTES_PER_MB = 1024 * 1024;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const isDone = async ({ database: { db } }: BenchCounty): Promise<boolean> => {
  const [row] = await db.execute<{ open: boolean }>(
    sql`select exists (select 1 from deliveries where next_try_at is not null) as open`,
  );
  return row?.open === false;
};

interface Figures {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** Stores the items, starts the workers, and waits until each delivery is live. */
const runOurs = async (county: BenchCounty, redisUrl: string | null, items: number): Promise<Figures> => {
  const prefix = county.database.url.split('/').at(-1) ?? 'bench';
  const start = () => startJobs(county.ctx, { databaseUrl: county.database.url, redisUrl, prefix });
  // The queue's own tables are made once in a lifetime, and the floor's were made before it was measured, too.
  await (await start()).stop();
  await storeItems(county, { items, done: false });
  const cpu = process.cpuUsage();
  const since = performance.now();
  const jobs = await start();
  while (!(await isDone(county))) await sleep(20);
  const seconds = (performance.now() - since) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const rssMb = process.memoryUsage().rss / BYTES_PER_MB;
  await jobs.stop();
  const deliveries = items * CHANNELS;
  return { perSecond: deliveries / seconds, cpuMs: (user + system) / 1000 / deliveries, rssMb };
};

/** Approval to live while items come in steadily, far below what the machine could do. */
const runPaced = async (county: BenchCounty, redisUrl: string | null, perSecond: number): Promise<number[]> => {
  const prefix = county.database.url.split('/').at(-1) ?? 'bench';
  const jobs = await startJobs(county.ctx, { databaseUrl: county.database.url, redisUrl, prefix });
  const began = await county.database.db.execute<{ now: string }>(sql`select clock()::text as now`);
  for (let round = 0; round < 50; round += 1) {
    await storeItems(county, { items: Math.max(1, Math.round(perSecond / CHANNELS / 10)), done: false });
    await sleep(100);
  }
  while (!(await isDone(county))) await sleep(20);
  await jobs.stop();
  const rows = await county.database.db.execute<{ ms: number }>(sql`select
    extract(epoch from live_since - created_at)::float * 1000 as ms from deliveries where created_at > ${began[0]?.now}::timestamptz`);
  return rows.map(({ ms }) => ms);
};

interface Side {
  readonly ours: Figures;
  readonly floor: Floor;
}

/** Both sides in turn, the better of each: the machine is the same, its mood is not. */
const compare = async (clusterUrl: string, redisUrl: string | null, items: number, rounds: number): Promise<Side> => {
  const ours: Figures[] = [];
  const floors: Floor[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const county = await openBenchCounty(clusterUrl);
    floors.push(await runFloor(county, redisUrl, items * CHANNELS));
    ours.push(await runOurs(county, redisUrl, items));
    await county.close();
  }
  const best = <T>(all: readonly T[], of: (one: T) => number): T => all.reduce((a, b) => (of(b) > of(a) ? b : a));
  return { ours: best(ours, (one) => one.perSecond), floor: best(floors, (one) => one.perSecond) };
};

/** Deliveries of the whole path, from the outbox to the receipt, beside one job + one POST + two statements each. */
export const run = async ({ say, args }: BenchOptions) => {
  const items = option(args, 'items', 1_000);
  const rounds = option(args, 'rounds', 2);
  const cluster = await openCluster();
  const redisUrl = process.env['REDIS_URL'] ?? null;
  const figures: Record<string, number | null> = {};
  for (const [name, url] of [
    ['Redis', redisUrl],
    ['Postgres', null],
  ] as const) {
    if (name === 'Redis' && redisUrl === null) {
      say('REDIS_URL is not set: only the PostgreSQL backend is measured');
      continue;
    }
    const { ours, floor } = await compare(cluster.url, url, items, rounds);
    say(
      `${name}: ${round(ours.perSecond, 0)}/s, floor ${round(floor.perSecond, 0)}/s, POST only ${round(floor.postOnly, 0)}/s`,
    );
    Object.assign(figures, {
      [`ratio${name}`]: round(ours.perSecond / floor.perSecond),
      [`deliveriesPerSecond${name}`]: round(ours.perSecond, 0),
      [`floorPerSecond${name}`]: round(floor.perSecond, 0),
      [`postOnlyPerSecond${name}`]: round(floor.postOnly, 0),
      [`cpuMs${name}`]: round(ours.cpuMs),
      rssMb: round(Math.max(figures['rssMb'] ?? 0, ours.rssMb), 0),
    });
  }
  const paced = await openBenchCounty(cluster.url);
  const waits = await runPaced(paced, redisUrl, 300);
  await paced.close();
  Object.assign(figures, { p50Ms: round(percentile(waits, 0.5), 0), p95Ms: round(percentile(waits, 0.95), 0) });
  const sizes = args.includes('--quick') ? [1_000] : [1_000, 10_000, 100_000];
  for (const size of sizes) {
    const county = await openBenchCounty(cluster.url);
    await storeItems(county, { items: size, done: true });
    const { perSecond } = await runOurs(county, redisUrl, items);
    await county.close();
    say(`${size} stored items: ${round(perSecond, 0)}/s`);
    figures[`at${size}`] = round(perSecond, 0);
  }
  await cluster.close();
  return figures;
};
