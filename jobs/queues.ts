import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { QueueCount } from '../src/context.ts';

/** One job: an id of its own and whom to wake. Everything else is read again from the database. */
export interface WakeJob {
  readonly id: string;
  readonly deliveryIds: readonly string[];
}

/** The producer's side of one queue. */
export interface WakeQueue {
  add(jobs: readonly WakeJob[]): Promise<void>;
  close(): Promise<void>;
}

/** A queue that can be asked how full it is. */
export interface CountedQueue extends WakeQueue {
  counts(): Promise<Omit<QueueCount, 'name'>>;
}

export interface WorkerSettings {
  /** Jobs at a time in this process. */
  readonly concurrency: number;
  /** Jobs per time over all processes. */
  readonly limiter: { readonly max: number; readonly duration: number };
  readonly run: (deliveryId: string) => Promise<void>;
  readonly onError: (error: Error) => void;
}

/** The queue backend, by configuration; nothing else differs between the two. */
export interface QueueBackend {
  readonly name: 'redis' | 'postgres';
  openQueue(name: string, onError: (error: Error) => void): CountedQueue;
  openWorker(name: string, settings: WorkerSettings): { close(): Promise<void> };
  close(): Promise<void>;
}

/** One queue per channel, so that a slow one holds up no other. BullMQ forbids ":" in names. */
export const convergeQueue = (channelId: string): string => `converge-${channelId}`;
/** No channel's queue has this name. */
export const AUDIT_QUEUE = 'audit';

/** Done or failed, a job is forgotten: the database is the record. One attempt: the retry table decides, not the queue. */
const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const;

type Data = Pick<WakeJob, 'deliveryIds'>;
interface Emits {
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}
/** The little we use of a Queue: its type parameters differ by backend, and none of them matters here. */
interface AnyQueue extends Emits {
  getJobCounts(...types: ('waiting' | 'active' | 'delayed')[]): Promise<Readonly<Record<string, number>>>;
  addBulk(jobs: { name: string; data: Data; opts: { jobId: string } }[]): Promise<unknown>;
}

const wrapQueue = (queue: AnyQueue, onError: (error: Error) => void): CountedQueue => {
  queue.on('error', onError);
  return {
    add: async (jobs) => {
      await queue.addBulk(
        jobs.map(({ id, deliveryIds }) => ({
          name: 'wake',
          data: { deliveryIds },
          opts: { jobId: id, ...JOB_OPTIONS },
        })),
      );
    },
    counts: async () => {
      const { waiting = 0, active = 0, delayed = 0 } = await queue.getJobCounts('waiting', 'active', 'delayed');
      return { waiting, active, delayed };
    },
    close: () => queue.close(),
  };
};

const wrapWorker = (worker: Emits, onError: (error: Error) => void) => {
  worker.on('error', onError);
  return { close: () => worker.close() };
};

const processOf =
  ({ run, onError }: WorkerSettings) =>
  async ({ data }: { data: Data }): Promise<void> => {
    const runOne = async (deliveryId: string): Promise<void> => {
      try {
        await run(deliveryId);
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)));
      }
    };
    await Promise.all(data.deliveryIds.map(runOne));
  };

/**
 * Redis or Valkey. The producer fails soon when Redis is away, and the outbox keeps the row; the workers wait for it to
 * come back (BullMQ demands `maxRetriesPerRequest: null` of them).
 */
const openRedis = (url: string, prefix: string, onError: (error: Error) => void): QueueBackend => {
  const producer = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 5_000, lazyConnect: true });
  const consumer = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  for (const client of [producer, consumer]) client.on('error', onError);
  return {
    name: 'redis',
    openQueue: (name, report) =>
      wrapQueue(new Queue<Data>(name, { connection: producer, prefix, skipVersionCheck: true }), report),
    openWorker: (name, { concurrency, limiter, ...rest }) => {
      const options = { connection: consumer, prefix, skipVersionCheck: true, concurrency, limiter };
      return wrapWorker(new Worker<Data>(name, processOf({ concurrency, limiter, ...rest }), options), rest.onError);
    },
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
      await Promise.resolve();
    },
  };
};

const SCHEMA = 'bullmq';
/** Connections per queue and per worker; each worker listens on one more. */
const POOL = 3;

/** BullMQ's PostgreSQL backend, in a schema of its own beside our tables. */
const openPostgres = async (url: string): Promise<QueueBackend> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
  const connection = { connectionString: url, schema: SCHEMA, max: POOL };
  return {
    name: 'postgres',
    openQueue: (name, report) => wrapQueue(new Queue(name, { connection }, createPostgresBackend), report),
    openWorker: (name, settings) => {
      const { concurrency, limiter, onError } = settings;
      const options = { connection, concurrency, limiter };
      return wrapWorker(new Worker(name, processOf(settings), options, createPostgresBackend), onError);
    },
    close: () => Promise.resolve(),
  };
};

export interface QueueSettings {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  /** Keeps installations on one Redis apart. */
  readonly prefix?: string;
}

export const openQueueBackend = async (
  { databaseUrl, redisUrl, prefix = 'yigao' }: QueueSettings,
  onError: (error: Error) => void,
): Promise<QueueBackend> => (redisUrl === null ? openPostgres(databaseUrl) : openRedis(redisUrl, prefix, onError));
