import { adapters } from '../../../adapters/registry.ts';
import { converge } from '../../../jobs/converge.ts';
import { startJobs } from '../../../jobs/run.ts';
import { createContext, openChannels, type Context } from '../../../src/context.ts';
import type { ChannelConfig } from '../../../src/config.ts';
import { silent } from '../world.ts';

/** What another process is to do, as one JSON argument. */
export interface WorkerTask {
  readonly databaseUrl: string;
  readonly channel: ChannelConfig;
  /** One run of this delivery; absent: the whole background work, until killed. */
  readonly deliveryId?: string;
  readonly queue?: { readonly redisUrl: string | null; readonly prefix: string };
  /** Stops the process, as SIGSTOP from outside would: right before a call is asked for, or after it was let through. */
  readonly freeze?: { readonly at: 'before-call' | 'in-call'; readonly call: string };
}

const freezeSelf = (): void => {
  process.kill(process.pid, 'SIGSTOP');
};

const task = JSON.parse(process.argv[2] ?? '{}') as WorkerTask;

/** The io's own fetch is the one that refuses; this stands before it. */
const freezingBefore = (ctx: Context, call: string): Context => {
  const channels = [...ctx.channels.values()].map((channel) => ({
    ...channel,
    adapter: {
      ...channel.adapter,
      publish: (...[rendition, io]: Parameters<typeof channel.adapter.publish>) =>
        channel.adapter.publish(rendition, {
          ...io,
          fetch: (input, init) => {
            if (String(input).includes(call)) freezeSelf();
            return io.fetch(input, init);
          },
        }),
    },
  }));
  return { ...ctx, channels: new Map(channels.map((channel) => [channel.id, channel])) };
};

const { databaseUrl, channel, deliveryId, queue, freeze } = task;
const plain = createContext({
  databaseUrl,
  channels: openChannels([channel], adapters),
  approvalStages: ['签发'],
  log: silent,
});
const ctx = freeze?.at === 'before-call' ? freezingBefore(plain, freeze.call) : plain;
const fetchOf = (): typeof globalThis.fetch => (input, init) => {
  if (freeze?.at === 'in-call' && String(input).includes(freeze.call)) freezeSelf();
  return fetch(input, init);
};

if (deliveryId === undefined) {
  await startJobs(ctx, { databaseUrl, redisUrl: queue?.redisUrl ?? null, prefix: queue?.prefix ?? 'test' });
  process.send?.('ready');
} else {
  await converge(ctx, deliveryId, { fetch: fetchOf() });
  process.send?.('done');
  await ctx.close();
}
