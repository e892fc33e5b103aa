import { findBackends, type Backend } from './support/backends.ts';
import { median, option, percentile, round, type BenchOptions } from './support/bench.ts';
import { openBenchCounty, openCluster, storeItems, type BenchCounty } from './support/county.ts';
import type { Floor } from './support/floor.ts';
import { runPaced, untilDone } from './support/paced.ts';
import { openSide, type Side, type Task } from './support/side.ts';

const CHANNELS = 3;
/** Not measured: the first deliveries of a process, until its code is compiled. */
const WARM_UP = 1_000;
const SIZES = [1_000, 10_000, 100_000] as const;

interface Figures {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

const taskOf = (county: BenchCounty, { redisUrl }: Backend): Task => ({
  databaseUrl: county.database.url,
  redisUrl,
  urls: county.urls,
});

/** From the approval of all of them, the worker idle before, until each delivery is live. */
const drain = async (county: BenchCounty, side: Side, items: number): Promise<Figures> => {
  const before = await side.order({ do: 'report' });
  const since = await storeItems(county, { items, done: false });
  await untilDone(county);
  const seconds = (performance.now() - since) / 1000;
  const { cpuMs, rssMb } = await side.order({ do: 'report' });
  const deliveries = items * CHANNELS;
  return { perSecond: deliveries / seconds, cpuMs: (cpuMs - before.cpuMs) / deliveries, rssMb };
};

const runOurs = async (county: BenchCounty, backend: Backend, items: number): Promise<Figures> => {
  const side = openSide(taskOf(county, backend));
  await side.order({ do: 'start' });
  await drain(county, side, WARM_UP);
  const figures = await drain(county, side, items);
  await side.order({ do: 'stop' });
  await side.close();
  return figures;
};

const runTheFloor = async (county: BenchCounty, backend: Backend, items: number): Promise<Floor> => {
  const side = openSide(taskOf(county, backend));
  const { floor } = await side.order({ do: 'floor', deliveries: items * CHANNELS });
  await side.close();
  if (!floor) throw new Error('the floor was not measured');
  return floor;
};

interface Round {
  readonly ours: Figures;
  readonly floor: Floor;
}

/** Both sides in turn, so that both meet the same mood of the machine. */
const compare = async (clusterUrl: string, backend: Backend, items: number, rounds: number): Promise<Round[]> => {
  const all: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const county = await openBenchCounty(clusterUrl);
    const floor = await runTheFloor(county, backend, items);
    all.push({ floor, ours: await runOurs(county, backend, items) });
    await county.close();
  }
  return all;
};

const summarise = (all: readonly Round[]) => {
  const middle = (of: (round: Round) => number): number => median(all.map(of));
  return {
    ratio: round(middle(({ ours, floor }) => ours.perSecond / floor.perSecond)),
    ratioPostOnly: round(middle(({ ours, floor }) => ours.perSecond / floor.postOnly)),
    deliveriesPerSecond: round(
      middle(({ ours }) => ours.perSecond),
      0,
    ),
    floorPerSecond: round(
      middle(({ floor }) => floor.perSecond),
      0,
    ),
    postOnlyPerSecond: round(
      middle(({ floor }) => floor.postOnly),
      0,
    ),
    cpuMsPerDelivery: round(middle(({ ours }) => ours.cpuMs)),
    floorCpuMsPerDelivery: round(middle(({ floor }) => floor.cpuMs)),
    rssMb: round(Math.max(...all.map(({ ours }) => ours.rssMb)), 0),
  };
};
type Summary = ReturnType<typeof summarise>;

const runLatency = async (clusterUrl: string, backend: Backend): Promise<number[]> => {
  const county = await openBenchCounty(clusterUrl);
  const side = openSide(taskOf(county, backend));
  await runPaced(county, side, { itemsPerSecond: 20, seconds: 3 });
  const waits = await runPaced(county, side, { itemsPerSecond: 20, seconds: 10 });
  await side.close();
  await county.close();
  return waits;
};

/** Milliseconds per delivery, with so many items stored and done before. */
const runSizes = async (clusterUrl: string, backend: Backend, { items, rounds, say }: SizeOptions) => {
  const byItems: Record<string, number> = {};
  for (const size of SIZES) {
    const county = await openBenchCounty(clusterUrl);
    await storeItems(county, { items: size, done: true });
    const costs: number[] = [];
    for (let each = 0; each < rounds; each += 1) costs.push(1_000 / (await runOurs(county, backend, items)).perSecond);
    await county.close();
    byItems[size] = round(median(costs), 3);
    say(`${size} stored items: ${byItems[size]} ms per delivery`);
  }
  return byItems;
};
interface SizeOptions {
  readonly items: number;
  readonly rounds: number;
  readonly say: BenchOptions['say'];
}

/** Deliveries of the whole path, from the outbox to the receipt, beside one job + one POST + two statements each. */
export const run = async ({ say, args }: BenchOptions) => {
  const items = option(args, 'items', 2_000);
  const rounds = option(args, 'rounds', 3);
  const backends = await findBackends();
  const [fastest] = backends;
  if (!fastest) throw new Error('no queue to measure');
  const cluster = await openCluster();
  const summaries = new Map<string, Summary>();
  for (const backend of backends) {
    const summary = summarise(await compare(cluster.url, backend, items, rounds));
    summaries.set(backend.name, summary);
    say(`${backend.name}: ${JSON.stringify(summary)}`);
  }
  const waits = await runLatency(cluster.url, fastest);
  const byItems = args.includes('--quick') ? {} : await runSizes(cluster.url, fastest, { items, rounds, say });
  await cluster.close();
  const both = <T>(of: (summary: Summary) => T) => {
    const [redis, postgres] = [summaries.get('Redis'), summaries.get('PostgreSQL')];
    return { redis: redis ? of(redis) : null, postgres: postgres ? of(postgres) : null };
  };
  const ratio = both((summary) => summary.ratio);
  return {
    ratioRedis: ratio.redis,
    ratioPostgres: ratio.postgres,
    deliveriesPerSecond: both((summary) => summary.deliveriesPerSecond),
    p50Ms: round(percentile(waits, 0.5), 0),
    p95Ms: round(percentile(waits, 0.95), 0),
    rssMb: Math.max(...[...summaries.values()].map(({ rssMb }) => rssMb)),
    byItems,
    ratioPostOnly: both((summary) => summary.ratioPostOnly),
    floorPerSecond: both((summary) => summary.floorPerSecond),
    postOnlyPerSecond: both((summary) => summary.postOnlyPerSecond),
    cpuMsPerDelivery: both((summary) => summary.cpuMsPerDelivery),
    floorCpuMsPerDelivery: both((summary) => summary.floorCpuMsPerDelivery),
  };
};
