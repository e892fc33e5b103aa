import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorkerTask } from './worker-process.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A worker in a process of its own, its wall clock off by so much. */
export const spawnWorker = (task: WorkerTask, clockOffMs = 0): ChildProcess =>
  spawn(
    process.execPath,
    [
      '--import',
      here('./fake-date.mjs'),
      here('../../../bin/run.mjs'),
      here('./worker-process.ts'),
      JSON.stringify(task),
    ],
    {
      env: { ...process.env, YIGAO_CLOCK_OFF_MS: String(clockOffMs) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );

/** Resolves with its next message; rejects when it ends without one. */
export const heard = async (child: ChildProcess): Promise<unknown> => {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the process ended (${code ?? signal})`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  return message;
};

export const killed = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};

/** Whether the kernel holds the process stopped: `T` in /proc/<pid>/stat. */
export const isStopped = ({ pid }: ChildProcess): boolean => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
