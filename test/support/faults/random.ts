import { relayOutbox } from '../../../jobs/relay-outbox.ts';
import { sweep } from '../../../jobs/sweep.ts';
import { AppError } from '../../../src/core/errors.ts';
import { FINAL_STATUSES } from '../../../src/core/states.ts';
import { CHANNEL } from '../stage.ts';
import { FAULT_KINDS, type Fate } from './injectors.ts';
import { complaints, type Arena, type Settled } from './trial.ts';

/** mulberry32: small, and the same numbers for the same seed everywhere. */
const prng = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export interface Dice {
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
}

export const diceOf = (seed: number): Dice => {
  const random = prng(seed);
  return {
    chance: (share) => random() < share,
    pick: (from) => {
      const chosen = from[Math.floor(random() * from.length)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
  };
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const JUMPS = [SECOND, 6 * SECOND, 31 * SECOND, 61 * SECOND, 10 * MINUTE, HOUR, 3 * HOUR, 25 * HOUR] as const;
/** One effect in three ends badly, meets a change of mind, or another worker. */
const MISFORTUNE = 0.33;
/** Workers inside workers: the second takes the job while the first is at an effect. */
const MAX_DEPTH = 2;

/** What people may want at any moment. */
const wishesOf = (arena: Arena, tag: string) => {
  const { stage, channel } = arena;
  const { world } = stage;
  const state = { itemId: '', version: 0 };
  const approve = async (publishAt?: Date): Promise<void> => {
    state.version += 1;
    const options = { ...(state.itemId === '' ? {} : { itemId: state.itemId }), ...(publishAt ? { publishAt } : {}) };
    state.itemId = await world.approve(channel.content(tag, state.version), options);
  };
  const retry = async (): Promise<void> => {
    try {
      await world.retry(state.itemId);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  };
  return { state, approve, retry, withdraw: () => world.withdraw(state.itemId) };
};
type Wishes = ReturnType<typeof wishesOf>;

const wish = ({ pick }: Dice, { approve, retry, withdraw }: Wishes, now: Date) =>
  pick([approve, approve, () => approve(new Date(now.getTime() + HOUR)), withdraw, withdraw, retry])();

/** What the relay puts into the queue, and nothing else, wakes the workers. */
const wakes = async ({ stage: { world } }: Arena): Promise<number> => {
  const woken: string[] = [];
  const queue = {
    add: (jobs: readonly { readonly deliveryIds: readonly string[] }[]) => {
      woken.push(...jobs.flatMap(({ deliveryIds }) => deliveryIds));
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  await sweep(world.ctx);
  await relayOutbox(world.ctx, new Map([[CHANNEL, queue]]));
  return woken.length;
};

/** Healthy workers, woken only through outbox and sweep, until the delivery is final; a person retries what was parked. */
const settle = async (arena: Arena, { state, retry }: Wishes): Promise<Settled> => {
  const { stage, pass, tick, worker } = arena;
  let persons = 0;
  let wait: number = SECOND;
  for (let round = 0; round < 300; round += 1) {
    const row = await stage.world.delivery(state.itemId);
    if (row.status === 'live' || row.status === 'withdrawn') return { persons, status: row.status };
    if (FINAL_STATUSES.includes(row.status)) {
      if (persons === 3) return { persons, status: `${row.status}: ${row.faultText}` };
      persons += 1;
      await retry();
    }
    await pass(wait);
    await tick();
    const isAwake = (await wakes(arena)) > 0;
    if (isAwake) await worker(state.itemId, null).run(state.itemId);
    wait = isAwake ? SECOND : Math.min(wait * 2, 6 * HOUR);
  }
  const { status, faultText } = await stage.world.delivery(state.itemId);
  return { persons, status: `lost: ${status} for ever (${faultText})` };
};

/** What two workers and the people did, and what readers saw of it. */
export interface Played {
  readonly found: readonly string[];
  readonly persons: number;
  /** Effects that ended badly or met a change of mind. */
  readonly struck: number;
}

/** One random life of one item: wishes, faults, duplicate jobs, jumps of time, two workers; then peace. */
export const play = async (arena: Arena, seed: number): Promise<Played> => {
  const { stage, pass, tick } = arena;
  const dice = diceOf(seed);
  const { chance, pick } = dice;
  await arena.punctual();
  await pass(25 * HOUR);
  const tag = `＃${String(seed).padStart(9, '0')}`;
  const wishes = wishesOf(arena, tag);
  let struck = 0;
  let depth = 0;
  const rethink = () => wish(dice, wishes, stage.world.now());
  const meet = async (): Promise<void> => {
    if (depth >= MAX_DEPTH) return;
    depth += 1;
    await run(depth);
    depth -= 1;
  };
  const fate: Fate = () => {
    if (!chance(MISFORTUNE)) return null;
    struck += 1;
    return pick([...FAULT_KINDS, rethink, rethink, rethink, meet]);
  };
  await wishes.approve();
  const { itemId } = wishes.state;
  const workers = [0, 1, 2].map(() => arena.worker(itemId, fate));
  const run = async (index: number): Promise<void> => {
    if (workers[index]?.life.isOver) workers[index] = arena.worker(itemId, fate);
    await workers[index]?.run(itemId);
  };
  const untilDue = async (): Promise<void> => {
    const { nextTryAt, claimedUntil } = await stage.world.delivery(itemId);
    const due = Math.max(nextTryAt?.getTime() ?? 0, claimedUntil?.getTime() ?? 0);
    await pass(Math.max(0, due - stage.world.now().getTime()) + SECOND);
  };
  const moves = [
    () => run(0),
    () => untilDue().then(() => run(0)),
    () => untilDue().then(() => run(0)),
    rethink,
    () => pass(pick(JUMPS)),
    tick,
    () => wakes(arena),
  ];
  for (let turns = pick([6, 10, 15]); turns > 0; turns -= 1) {
    await pick(moves)();
    await pass(SECOND);
  }
  const { status, persons } = await settle(arena, wishes);
  return { found: await complaints(arena, { itemId, tag, status }), persons, struck };
};
