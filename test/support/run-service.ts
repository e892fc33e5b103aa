import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/', import.meta.url));

export interface Run {
  readonly child: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  /** Resolves when the text has been printed; rejects when the process ends without. */
  printed(text: string): Promise<void>;
  readonly ended: Promise<number | null>;
  signal(name: NodeJS.Signals): Promise<number | null>;
}

/** Runs a command of `bin/` as a person would; unless `more` names servers, on its own embedded PostgreSQL. */
export const run = (command: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Run => {
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...env } = process.env;
  const child = spawn(process.execPath, [`${BIN}${command}.mjs`, ...args], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    output: () => output,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.includes(text)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        void ended.then(() => reject(new Error(`ended without printing ${text}:\n${output}`)));
        look();
      }),
    ended,
    signal: async (name) => {
      child.kill(name);
      return ended;
    },
  };
};
