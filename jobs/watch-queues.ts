import type { Context, QueueCount } from '../src/context.ts';
import { AUDIT_QUEUE, convergeQueue, openQueueBackend, type QueueSettings, type CountedQueue } from './queues.ts';

/** What every queue counts at this moment. */
export const countQueues = (queues: ReadonlyMap<string, Pick<CountedQueue, 'counts'>>): Promise<QueueCount[]> =>
  Promise.all(Array.from(queues, async ([name, queue]) => ({ name, ...(await queue.counts()) })));

export interface QueueWatch {
  counts(): Promise<readonly QueueCount[]>;
  close(): Promise<void>;
}

/** Opens the queues to be counted, and nothing that works: for a process that only answers requests. */
export const watchQueues = async (ctx: Context, settings: QueueSettings): Promise<QueueWatch> => {
  const report = (error: Error) => ctx.log.warn({ error }, 'the queue does not answer; its counts are not shown');
  const backend = await openQueueBackend(settings, report);
  const open = [...ctx.channels.values()].filter(({ off }) => off === null);
  const names = [...open.map(({ id }) => convergeQueue(id)), AUDIT_QUEUE];
  const queues = new Map(names.map((name) => [name, backend.openQueue(name, report)] as const));
  return {
    counts: () => countQueues(queues),
    close: async () => {
      await Promise.all(Array.from(queues.values(), (queue) => queue.close()));
      await backend.close();
    },
  };
};
