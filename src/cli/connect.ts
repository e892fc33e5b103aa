import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, type Client } from './client.ts';
import { CommandError } from './command-error.ts';

const START = fileURLToPath(new URL('../../bin/start.mjs', import.meta.url));

export interface Connected {
  readonly client: Client;
  readonly origin: string;
  /** Stops what was started for this command; a service that ran before goes on. */
  close(): Promise<void>;
}

export interface Where {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
}

const readOr = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

/** Null unless a service announced itself there and still answers. */
const findRunning = async (dataDir: string): Promise<string | null> => {
  const file = readOr(() => readFileSync(join(dataDir, 'service.json'), 'utf8'), '');
  const { origin } = readOr(() => JSON.parse(file) as { origin?: string }, {});
  if (origin === undefined) return null;
  try {
    const { ok } = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2_000) });
    return ok ? origin : null;
  } catch {
    return null;
  }
};

/** The usual port where it is free, so that addresses printed now work at the next `npm start`, too. */
const freePort = async ({ host, port }: Where): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, host, () => probe.close(() => resolve(port)));
  });

const waitReady = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => {
      if (typeof message === 'object' && 'ready' in message) resolve(String(message.ready));
    });
    child.once('exit', () => reject(new CommandError('服务没有启动，原因见上')));
    child.once('error', reject);
  });

const start = async (where: Where): Promise<{ origin: string; close: () => Promise<void> }> => {
  const port = await freePort(where);
  const child = fork(START, ['--quiet', '--no-demo', '--port', String(port), '--data', where.dataDir], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const origin = await waitReady(child);
  return {
    origin,
    close: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
};

/** The running service of this data folder, or one started for this command. Throws CommandError. */
export const connect = async (where: Where): Promise<Connected> => {
  const running = await findRunning(where.dataDir);
  const { origin, close } = running ? { origin: running, close: async () => undefined } : await start(where);
  const key = readOr(() => readFileSync(join(where.dataDir, 'operator.key'), 'utf8').trim(), '');
  if (key === '') {
    await close();
    throw new CommandError(`读不到 ${join(where.dataDir, 'operator.key')}；请用启动服务的同一用户运行此命令`);
  }
  return { client: createClient({ origin, key, send: (request) => fetch(request) }), origin, close };
};
