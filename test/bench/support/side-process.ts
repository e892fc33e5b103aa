// One side of a comparison in a process of its own: its CPU, its memory and its warm-up are not the other's.
import { connect } from '../../../db/client.ts';
import { startJobs, type Jobs } from '../../../jobs/run.ts';
import { createContext } from '../../../src/context.ts';
import { runFloor } from './floor.ts';
import type { Order, Report, Task } from './side.ts';
import { stubChannels } from './stub-adapter.ts';

const task = JSON.parse(process.argv[2] ?? '{}') as Task;
const { databaseUrl, redisUrl, urls } = task;
const silent = (): void => undefined;
/** A channel that is meant to fail fills no log. */
const warn = task.quiet ? silent : (facts: object, message: string) => console.error(message, facts);
const ctx = createContext({
  databaseUrl,
  channels: stubChannels(urls),
  approvalStages: ['签发'],
  log: { debug: silent, info: silent, warn, error: warn },
});
const prefix = databaseUrl.split('/').at(-1) ?? 'bench';
let jobs: Jobs | null = null;

const used = (): { cpuMs: number; rssMb: number } => {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, rssMb: process.resourceUsage().maxRSS / 1024 };
};

const obey = async (order: Order): Promise<Report> => {
  if (order.do === 'start') jobs = await startJobs(ctx, { databaseUrl, redisUrl, prefix });
  if (order.do === 'stop') {
    await jobs?.stop();
    jobs = null;
  }
  if (order.do !== 'floor') return { ...used(), floor: null };
  const { db, close } = connect(databaseUrl);
  const floor = await runFloor({ db, databaseUrl, redisUrl, stubUrl: Object.values(urls)[0] ?? '' }, order.deliveries);
  await close();
  return { ...used(), floor };
};

process.on('message', (order: Order) => {
  obey(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
