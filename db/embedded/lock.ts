import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { EmbeddedError, onFolder } from './error.ts';

interface Holder {
  readonly pid: number;
  /** When that process started: tells it from a later one with the same number. Null where the system does not say. */
  readonly startedAt: string | null;
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot; the name in field 2 may hold spaces, so count behind it. */
const startOf = (pid: number): string | null => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? null;
  } catch {
    return null;
  }
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

export const isAlive = ({ pid, startedAt }: Holder): boolean =>
  exists(pid) && (startedAt === null || startOf(pid) === null || startOf(pid) === startedAt);

const readHolder = (file: string): Holder | null => {
  try {
    const held = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof held.pid === 'number' ? { pid: held.pid, startedAt: held.startedAt ?? null } : null;
  } catch {
    // Gone meanwhile, or torn by a kill while it was written: nobody holds it.
    return null;
  }
};

/**
 * One service per data folder: two servers on one folder lose each other's rows. A lock whose holder is dead, whatever
 * killed it, is taken over. Answers how to give it back; throws EmbeddedError while somebody holds it.
 */
export const takeLock = (file: string, folder: string): (() => void) => {
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid) };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      onFolder(folder, () => writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 }));
      return () => rmSync(file, { force: true });
    } catch (error) {
      const taken = error instanceof EmbeddedError && (error.cause as NodeJS.ErrnoException).code === 'EEXIST';
      if (!taken) throw error;
      const holder = readHolder(file);
      if (holder && isAlive(holder)) break;
      rmSync(file, { force: true });
    }
  }
  const pid = readHolder(file)?.pid ?? '未知';
  throw new EmbeddedError(`数据目录 ${folder} 正被另一个服务使用（进程 ${pid}）；请先停止它，或用 --data 另选目录`);
};
