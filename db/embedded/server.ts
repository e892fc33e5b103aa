import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { EmbeddedError } from './error.ts';
import type { Owner } from './owner.ts';

export interface Place {
  readonly binaries: Binaries;
  readonly owner: Owner | null;
  /** Holds the cluster in `pg` and its log; belongs to the owner. */
  readonly home: string;
}

const identity = ({ owner }: Place) => (owner ? { uid: owner.uid, gid: owner.gid } : {});
const program = ({ binaries }: Place, name: string): string => join(binaries.folder, 'bin', name);
const clusterOf = ({ home }: Place): string => join(home, 'pg');

const give = ({ owner }: Place, path: string): void => {
  if (owner) chownSync(path, owner.uid, owner.gid);
};

/** Makes the home, and the cluster in it once: under another name first, so that a kill half-way leaves nothing behind. */
export const ensureCluster = (place: Place, password: string): void => {
  mkdirSync(place.home, { recursive: true, mode: 0o755 });
  give(place, place.home);
  if (existsSync(clusterOf(place))) return;
  const draft = join(place.home, 'pg.new');
  const secret = join(place.home, 'pg.secret');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(secret, password, { mode: 0o600 });
  give(place, secret);
  const options = [
    '--encoding=UTF8',
    '--locale=C',
    '--auth=scram-sha-256',
    '--username=postgres',
    `--pwfile=${secret}`,
  ];
  const { status, stderr, error } = spawnSync(program(place, 'initdb'), ['-D', draft, ...options], {
    ...identity(place),
    cwd: place.home,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC' },
  });
  rmSync(secret, { force: true });
  if (status !== 0)
    throw new EmbeddedError(`数据库初始化失败：${(error?.message ?? stderr).trim().split('\n').at(-1) ?? ''}`);
  renameSync(draft, clusterOf(place));
};

/** Line 1 of postmaster.pid is the process, line 8 its state. */
const readPidFile = (place: Place): { pid: number; state: string } | null => {
  const file = join(clusterOf(place), 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), state: lines[7]?.trim() ?? '' };
};

const isOurServer = (place: Place, pid: number): boolean => {
  try {
    process.kill(pid, 0);
    if (!existsSync('/proc')) return true;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(clusterOf(place));
  } catch {
    return false;
  }
};

const until = async (done: () => boolean, tries: number): Promise<boolean> => {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (done()) return true;
    await pause(25);
  }
  return done();
};

/** A service that was killed leaves its server running; we hold the lock, so it is nobody's: it is stopped first. */
export const stopOrphan = async (place: Place): Promise<void> => {
  const running = readPidFile(place);
  if (!running || !isOurServer(place, running.pid)) return;
  process.kill(running.pid, 'SIGINT');
  const stopped = await until(() => !isOurServer(place, running.pid), 400);
  if (!stopped) throw new EmbeddedError(`上次留下的数据库进程 ${running.pid} 停不下来；请手工结束它后再启动`);
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * `fsync` stays on: what was acknowledged survives a power cut. Small buffers: a demo shares the machine. No Unix socket,
 * because its path may not exceed 107 bytes and a data folder's may.
 */
const settingsFor = (port: number): string[] =>
  Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '64MB',
    max_connections: 300,
    timezone: 'UTC',
    log_timezone: 'UTC',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const launch = async (place: Place): Promise<Server | null> => {
  const port = await freePort();
  const log = openSync(join(place.home, 'postgres.log'), 'a', 0o644);
  // Detached: Ctrl-C in the terminal must reach us alone; we stop the server after our own connections.
  const child = spawn(program(place, 'postgres'), ['-D', clusterOf(place), ...settingsFor(port)], {
    ...identity(place),
    cwd: place.home,
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC' },
  });
  closeSync(log);
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  const ready = until(() => hasEnded(child) || readPidFile(place)?.state === 'ready', 1_200);
  const outcome = await Promise.race([ready, failed]);
  if (outcome instanceof Error) throw new EmbeddedError(`数据库程序无法运行：${outcome.message}`, { cause: outcome });
  if (!outcome || hasEnded(child)) return null;
  child.unref();
  return { port, stop: () => stopServer(child) };
};

const stopServer = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.ref();
  child.kill('SIGINT');
  await ended;
};

/** Starts the server; another port when somebody took the free one between our look and its bind. */
export const startServer = async (place: Place): Promise<Server> => {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const server = await launch(place);
    if (server) return server;
  }
  throw new EmbeddedError(`数据库启动失败；原因见 ${join(place.home, 'postgres.log')}`);
};
