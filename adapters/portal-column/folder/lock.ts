import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ChannelError } from '../../../src/core/faults.ts';
import { isMissing, isTaken } from './faults.ts';

export interface LockTimes {
  readonly touchEveryMs: number;
  /** A holder that has not touched its lock for so long, by the waiter's own clock, is dead. */
  readonly deadAfterMs: number;
  readonly giveUpAfterMs: number;
}
/** Ten missed touches; a waiter gives up well before its run must end (60 s lease). */
const TIMES: LockTimes = { touchEveryMs: 1_000, deadAfterMs: 10_000, giveUpAfterMs: 30_000 };
const POLL_MS = 15;

export interface Lock {
  /** Grows with every holder: the highest one holds. */
  readonly number: number;
  /** A file for what is being written; who holds next sweeps it away. */
  readonly temporary: string;
  /** Throws once another has taken over, as after a long freeze. */
  check(): Promise<void>;
  release(): Promise<void>;
}

interface Top {
  readonly number: number;
  readonly isFree: boolean;
}

const TICKET = /^(\d+)(\.free)?$/;
const topOf = async (folder: string): Promise<Top> => {
  const tickets = (await readdir(folder)).flatMap((name): Top[] => {
    const match = TICKET.exec(name);
    return match ? [{ number: Number(match[1]), isFree: match[2] !== undefined }] : [];
  });
  return tickets.reduce((top, each) => (each.number > top.number ? each : top), { number: 0, isFree: true });
};

const touchedAt = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** Takes the next number: exclusive creation lets only one in, and only the highest number counts. */
const take = async (folder: string, number: number): Promise<boolean> => {
  const path = join(folder, String(number));
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  if ((await topOf(folder)).number === number) return true;
  await rm(path, { force: true });
  return false;
};

const clear = async (folder: string, number: number): Promise<void> => {
  const old = (await readdir(folder)).filter((name) => Number.parseInt(name, 10) < number);
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
};

const hold = (folder: string, number: number, { touchEveryMs }: LockTimes): Lock => {
  const path = join(folder, String(number));
  let beats = 0;
  let isBroken = false;
  const touch = async (): Promise<void> => {
    beats += 1;
    try {
      await utimes(path, beats, beats);
    } catch {
      isBroken = true;
    }
  };
  const timer = setInterval(() => void touch(), touchEveryMs);
  timer.unref();
  return {
    number,
    temporary: `${path}.tmp`,
    check: async () => {
      const top = await topOf(folder);
      if (isBroken || top.number !== number || top.isFree)
        throw new ChannelError('unavailable', '写入门户目录时停顿过久，已由另一进程接手，稍后自动重试');
    },
    release: async () => {
      clearInterval(timer);
      await rename(path, `${path}.free`);
    },
  };
};

/**
 * One writer at a time among processes and machines that share the folder. A ticket is a numbered file; who creates the
 * next number holds. Numbers are never used twice, so a latecomer can neither free nor take what is not its own, and
 * nobody compares clocks: a waiter watches whether the holder's touches still change. A kill -9 costs `deadAfterMs`.
 */
export const acquireLock = async (folder: string, signal: AbortSignal, times: LockTimes = TIMES): Promise<Lock> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beganAt = performance.now();
  let seen = { ticket: '', since: beganAt };
  for (;;) {
    signal.throwIfAborted();
    const top = await topOf(folder);
    const ticket = top.isFree ? 'free' : `${top.number} ${await touchedAt(join(folder, String(top.number)))}`;
    if (ticket !== seen.ticket) seen = { ticket, since: performance.now() };
    const isDead = performance.now() - seen.since > times.deadAfterMs;
    if ((top.isFree || isDead) && (await take(folder, top.number + 1))) {
      await clear(folder, top.number + 1);
      return hold(folder, top.number + 1, times);
    }
    if (performance.now() - beganAt > times.giveUpAfterMs)
      throw new ChannelError('unavailable', '门户目录一直被其他进程占用，稍后自动重试；如反复出现请检查是否有进程卡住');
    await wait(POLL_MS * (0.5 + Math.random()), undefined, { signal });
  }
};
