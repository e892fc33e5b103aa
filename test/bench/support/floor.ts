import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { Agent, request } from 'undici';
import type { Database } from '../../../db/client.ts';

export interface Floor {
  /** One job, one POST, two statements per delivery. */
  readonly perSecond: number;
  /** One job and one POST. */
  readonly postOnly: number;
  /** Of the process, per delivery of the first kind. */
  readonly cpuMs: number;
}

const SCHEMA = 'floor';
/** As ours: `AT_ONCE` of jobs/run.ts. */
const CONCURRENCY = 64;

type Work = (id: string) => Promise<void>;

interface Backend {
  queue(name: string): {
    addBulk(jobs: { name: string; data: { id: string } }[]): Promise<unknown>;
    close(): Promise<void>;
  };
  worker(name: string, work: Work): { close(): Promise<void> };
  close(): Promise<void>;
}

const overRedis = (url: string): Backend => {
  const producer = new Redis(url, { maxRetriesPerRequest: null });
  const consumer = new Redis(url, { maxRetriesPerRequest: null });
  const prefix = `floor-${process.pid}`;
  return {
    queue: (name) => new Queue(name, { connection: producer, prefix, defaultJobOptions: { removeOnComplete: true } }),
    worker: (name, work) =>
      new Worker(name, async ({ data }) => work(data.id), { connection: consumer, prefix, concurrency: CONCURRENCY }),
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
      await Promise.resolve();
    },
  };
};

const overPostgres = async (url: string): Promise<Backend> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  await runMigrations(client, SCHEMA);
  await client.end();
  const connection = { connectionString: url, schema: SCHEMA, max: 3 };
  return {
    queue: (name) => {
      const options = { connection, defaultJobOptions: { removeOnComplete: true } };
      return new Queue(name, options, createPostgresBackend);
    },
    worker: (name, work) => {
      const options = { connection, concurrency: CONCURRENCY };
      return new Worker(
        name,
        async ({ data }: { data: { id: string } }) => work(data.id),
        options,
        createPostgresBackend,
      );
    },
    close: () => Promise.resolve(),
  };
};

const measure = async (backend: Backend, names: readonly string[], many: number, work: Work): Promise<number> => {
  const per = Math.floor(many / names.length);
  const queues = names.map((name) => backend.queue(name));
  let done = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const since = performance.now();
  const workers = names.map((name) =>
    backend.worker(name, async (id) => {
      await work(id);
      done += 1;
      if (done === per * names.length) finish();
    }),
  );
  for (const queue of queues) {
    for (let at = 0; at < per; at += 500) {
      const jobs = Array.from({ length: Math.min(500, per - at) }, (_, n) => ({
        name: 'work',
        data: { id: String(at + n) },
      }));
      await queue.addBulk(jobs);
    }
  }
  await finished;
  const seconds = (performance.now() - since) / 1000;
  await Promise.all(workers.map((worker) => worker.close()));
  await Promise.all(queues.map((queue) => queue.close()));
  return (per * names.length) / seconds;
};

export interface FloorGround {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly stubUrl: string;
}
/** Not measured: the first deliveries of a process, until its code is compiled. */
const WARM_UP = 3_000;

/** What the same queue, HTTP client and pool do with the least that any publisher must do. */
export const runFloor = async (ground: FloorGround, deliveries: number): Promise<Floor> => {
  const { db, databaseUrl, redisUrl, stubUrl } = ground;
  const backend = redisUrl === null ? await overPostgres(databaseUrl) : overRedis(redisUrl);
  await db.execute(sql`create table if not exists floor (id text primary key, state text, at timestamptz)`);
  const dispatcher = new Agent();
  const body = JSON.stringify({ text: '正文'.repeat(1_500) });
  const post = async (): Promise<void> => {
    const response = await request(`${stubUrl}/articles`, { method: 'POST', body, dispatcher });
    await response.body.json();
  };
  const whole = async (id: string): Promise<void> => {
    const key = `${id}-${Math.random()}`;
    await db.execute(sql`insert into floor values (${key}, 'began', clock())`);
    await post();
    await db.execute(sql`update floor set state = 'done', at = clock() where id = ${key}`);
  };
  const run = async (many: number): Promise<Floor> => {
    const postOnly = await measure(backend, ['post-a', 'post-b', 'post-c'], many, post);
    const before = process.cpuUsage();
    const perSecond = await measure(backend, ['floor-a', 'floor-b', 'floor-c'], many, whole);
    const { user, system } = process.cpuUsage(before);
    return { postOnly, perSecond, cpuMs: (user + system) / 1_000 / many };
  };
  await run(WARM_UP);
  const floor = await run(deliveries);
  await backend.close();
  return floor;
};
