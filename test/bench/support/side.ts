import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Floor } from './floor.ts';

/** What a side's process works on. */
export interface Task {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  /** Channel ids and their platforms. */
  readonly urls: Readonly<Record<string, string>>;
  readonly quiet?: boolean;
}
export type Order = { readonly do: 'start' | 'stop' } | { readonly do: 'floor'; readonly deliveries: number };
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
  const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const profile = process.env['YIGAO_BENCH_PROF'];
  const execArgv = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const child = fork(file('../../../bin/run.mjs'), [file('./side-process.ts'), JSON.stringify(task)], { execArgv });
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
