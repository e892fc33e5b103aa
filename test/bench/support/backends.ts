import { Redis } from 'ioredis';

export interface Backend {
  readonly name: 'Redis' | 'PostgreSQL';
  /** Null: BullMQ on PostgreSQL. */
  readonly redisUrl: string | null;
}

const LOCAL = 'redis://127.0.0.1:6379';

const answers = async (url: string): Promise<boolean> => {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 2_000, lazyConnect: true });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
};

/**
 * The queues there are to measure: the Redis of `REDIS_URL`, or one on this machine. A bench adds keys of its own prefix
 * and flushes nothing. Without one it says so even to who asked for JSON only: half the figures will be null.
 */
export const findBackends = async (): Promise<Backend[]> => {
  const given = process.env['REDIS_URL'] ?? LOCAL;
  if (await answers(given))
    return [
      { name: 'Redis', redisUrl: given },
      { name: 'PostgreSQL', redisUrl: null },
    ];
  console.error(`no Redis answers at ${given}: its figures are null; start one, or set REDIS_URL`);
  return [{ name: 'PostgreSQL', redisUrl: null }];
};
