import { once } from 'node:events';
import type { Floor } from './floor.ts';
import { forkProgram } from './fork-program.ts';

/** What a side's process works on. */
export interface Task {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  /** Channel ids and their platforms. */
  readonly urls: Readonly<Record<string, string>>;
  readonly quiet?: boolean;
}
export type Order =
  | { readonly do: 'start' | 'report' | 'stop' }
  | { readonly do: 'floor'; readonly deliveries: number };
export interface Report {
  /** Used since the process began. */
  readonly cpuMs: number;
  /** The most it ever held. */
  readonly rssMb: number;
  readonly floor: Floor | null;
}
export interface Side {
  order(order: Order): Promise<Report>;
  close(): Promise<void>;
}

/** One process of the service, or of the floor. */
export const openSide = (task: Task): Side => {
  const child = forkProgram(new URL('./side-process.ts', import.meta.url), JSON.stringify(task));
  return {
    order: async (order) => {
      const died = once(child, 'exit').then(() => Promise.reject(new Error('the measured process died')));
      child.send(order);
      const [report] = (await Promise.race([once(child, 'message'), died])) as [Report];
      return report;
    },
    close: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
};
