import type { Adapter } from '../../../adapters/contract.ts';
import { converge } from '../../../jobs/converge.ts';
import { FINAL_STATUSES } from '../../../src/core/states.ts';
import { CHANNEL, openStage, type Stage } from '../stage.ts';
import type { FaultChannel } from './channels.ts';
import { injected, type Fate, type Scene } from './injectors.ts';
import { advanceMonotonic, holdMonotonic } from './monotonic.ts';
import { createLife, Died, mortalContext, type Life } from './mortal.ts';

/** Past any claim: the lease is 60 s. */
const LEASE_OVER_MS = 61_000;
/**
 * How late the platform does, shows and tells at most, whatever happens; it lists as late again. Together they stay below
 * the two hours after which the WeChat adapter takes a submission it cannot find as not made.
 */
const LATE_MS = 40 * 60_000;
/** Tries until final: the longest schedule has ten waits, and two faults may start two. */
const ROUNDS = 120;

/** One process: it may die, and then another takes its place. */
interface Worker {
  readonly life: Life;
  run(itemId: string): Promise<void>;
}

export interface Arena {
  readonly stage: Stage;
  readonly channel: FaultChannel;
  /** A stretch of time for everybody: the database, the platform and the processes' own clocks. */
  pass(ms: number): Promise<void>;
  /** What the platform does by itself, unless it is late. */
  tick(): Promise<void>;
  /** A process whose effects are in the hands of fate; `null`: nothing befalls it. */
  worker(itemId: string, fate: Fate | null): Worker;
  /** The platform is punctual again. */
  punctual(): Promise<void>;
  close(): Promise<void>;
}

const NEVER: Fate = () => null;

export const openArena = async (channel: FaultChannel): Promise<Arena> => {
  const goOn = holdMonotonic();
  const stage = await openStage(channel.open());
  const { world, sandbox } = stage;
  const healthy = world.ctx.channels.get(CHANNEL);
  if (!healthy) throw new Error('no channel');
  let lateUntil = 0;
  let tickedAt = world.now().getTime();
  const tickNow = async (): Promise<void> => {
    tickedAt = world.now().getTime();
    await sandbox.tick();
  };
  const stretch = async (ms: number): Promise<void> => {
    if (ms > 0) await world.advance(ms);
    advanceMonotonic(ms);
    if (world.now().getTime() - tickedAt >= LATE_MS) await tickNow();
  };
  const pass = async (ms: number): Promise<void> => {
    const first = Math.min(ms, Math.max(0, tickedAt + LATE_MS - world.now().getTime()));
    await stretch(first);
    await stretch(ms - first);
  };
  const tick = async (): Promise<void> => {
    if (world.now().getTime() >= lateUntil) await tickNow();
  };
  const runAs = async (life: Life, adapter: Adapter, itemId: string): Promise<void> => {
    const { id } = await world.delivery(itemId);
    const ctx = { ...mortalContext(world.ctx, life), channels: new Map([[CHANNEL, { ...healthy, adapter }]]) };
    try {
      await converge(ctx, id, { fetch: world.fetch, channelId: CHANNEL });
    } catch (error) {
      if (!(error instanceof Died) && !life.isOver) throw error;
    }
  };
  const worker: Arena['worker'] = (itemId, fate) => {
    const life = createLife();
    const scene: Scene = {
      life,
      refusal: (kind) => channel.refusals[kind](),
      delay: async () => {
        lateUntil = world.now().getTime() + LATE_MS;
        await channel.lists?.(stage, LATE_MS);
      },
      again: () => runAs(createLife(), healthy.adapter, itemId),
      overtake: async () => {
        await pass(LEASE_OVER_MS);
        await runAs(createLife(), healthy.adapter, itemId);
      },
    };
    const adapter = injected(healthy.adapter, fate ?? NEVER, scene);
    return { life, run: (id) => runAs(life, adapter, id) };
  };
  return {
    stage,
    channel,
    pass,
    tick,
    worker,
    punctual: async () => {
      lateUntil = 0;
      await channel.lists?.(stage, 0);
    },
    close: async () => {
      await stage.close();
      goOn();
    },
  };
};

export interface Settled {
  /** How often a person had to say "again". */
  readonly persons: number;
  readonly status: string;
}

/** Lets time pass and workers run until the delivery is final, and a person retry what was handed to one. */
export const drive = async (arena: Arena, itemId: string, fate: Fate | null): Promise<Settled> => {
  const { stage, pass, tick } = arena;
  const { world } = stage;
  let worker = arena.worker(itemId, fate);
  let persons = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await tick();
    const row = await world.delivery(itemId);
    if (row.status === 'live' || row.status === 'withdrawn') return { persons, status: row.status };
    if (FINAL_STATUSES.includes(row.status)) {
      if (persons === 3) return { persons, status: `${row.status}: ${row.faultText}` };
      persons += 1;
      await world.retry(itemId);
      continue;
    }
    const due = Math.max(row.nextTryAt?.getTime() ?? 0, row.claimedUntil?.getTime() ?? 0, world.now().getTime());
    await pass(due - world.now().getTime() + 1_000);
    await tick();
    if (worker.life.isOver) worker = arena.worker(itemId, fate);
    await worker.run(itemId);
  }
  const { status, faultText } = await world.delivery(itemId);
  return { persons, status: `${status} for ever: ${faultText}` };
};

/** What is wrong with what readers saw, and see; empty when nothing is. */
export const complaints = async (
  { stage, channel }: Arena,
  { itemId, tag, status }: { readonly itemId: string; readonly tag: string; readonly status: string },
): Promise<string[]> => {
  const { world, sandbox } = stage;
  const row = await world.delivery(itemId);
  const wanted = row.desired === 'live' ? [row.desiredRevision] : [];
  const found: string[] = [];
  const up = new Set<number>();
  let newest = 0;
  for (const move of channel.moves(sandbox.effects(), itemId)) {
    if (move.up && move.revision < newest) found.push(`stale: revision ${move.revision} went up after ${newest}`);
    if (move.up && up.has(move.revision)) found.push(`double: revision ${move.revision} went up twice`);
    if (!move.up) up.delete(move.revision);
    if (move.up && channel.inPlace) up.clear();
    if (move.up) up.add(move.revision);
    if (up.size > 1) found.push(`double: revisions ${[...up].join(' and ')} are up at the same time`);
    newest = Math.max(newest, move.revision);
  }
  const copies = await channel.copies(stage, itemId, tag);
  if (copies.length > wanted.length) found.push(`double: readers see ${copies.join(', ')}`);
  if (copies.length < wanted.length) found.push('lost: readers see nothing');
  if (copies.length === 1 && wanted.length === 1 && copies[0] !== wanted[0])
    found.push(`stale: readers see revision ${copies[0]}, approved is ${wanted[0]}`);
  if (status !== (wanted.length > 0 ? 'live' : 'withdrawn')) found.push(`unsettled: ${status}`);
  return found;
};
