import type { Asset, Feed, Io, Quota, Settings } from '../../adapters/contract.ts';
import { createStep, type StepStore } from '../../jobs/steps.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { canonicalJson, type Json } from '../../src/core/json.ts';
import { beijingDay, beijingMonth, nextBeijingDay, nextBeijingMonth } from '../../src/core/time.ts';
import type { StepMemory } from '../../src/deliveries/steps.ts';
import type { KillPoint } from './killer.ts';

/** The process died: nothing it had in hand goes on, and its io answers nothing any more. */
export class Crashed extends Error {
  override readonly name = 'Crashed';
}

/** One step or one call, as it begins and as it ends; the first of the run is number 1. */
export interface EffectMoment {
  readonly effect: string;
  readonly when: 'before' | 'after';
  readonly nth: number;
}

export interface MemoryIoOptions<S extends string> {
  readonly settings: Settings<S>;
  readonly assets?: Iterable<Asset>;
  readonly clock?: () => Date;
  readonly fetch?: typeof globalThis.fetch;
  /** What the action remembers: hand the same Map to the next io, and it resumes where this one ended. */
  readonly steps?: Map<string, StepMemory>;
  /** Lets one effect end badly: the process dies before it, dies after it, or lives and never hears the answer. */
  readonly crash?: KillPoint;
  /** Sees every effect; throws to make it fail there. */
  readonly onEffect?: (moment: EffectMoment) => void | Promise<void>;
  readonly callbacks?: ReadonlyMap<string, readonly Json[]>;
  readonly quotas?: Readonly<Record<string, Quota>>;
  readonly feed?: MemoryFeed;
}

/** An `Io` without a database. Steps behave as in a run, since they are those of `jobs/steps.ts`. */
export interface MemoryIo<S extends string> extends Io<S> {
  readonly steps: Map<string, StepMemory>;
  readonly feed: MemoryFeed;
  /** Steps and calls begun, in order: `step:<name>`, `fetch:<METHOD> <path>`. */
  readonly effects: readonly string[];
  /** `<day> <call>` to the number of calls spent. */
  readonly spent: ReadonlyMap<string, number>;
}

export interface MemoryFeed extends Feed {
  /** Every entry taken, oldest first. */
  readonly entries: readonly { readonly itemId: string; readonly version: number; readonly body: Json | null }[];
}

export const createMemoryFeed = (): MemoryFeed => {
  const entries: { itemId: string; version: number; body: Json | null }[] = [];
  return {
    entries,
    put: (entry) => {
      const newest = entries.findLast(({ itemId }) => itemId === entry.itemId);
      if (newest && entry.version < newest.version)
        return Promise.reject(
          new ChannelError('refused', `旧版本（${entry.version}）不能覆盖新版本（${newest.version}）`),
        );
      if (entry.version === newest?.version) {
        const isSame = canonicalJson(entry.body) === canonicalJson(newest.body);
        return isSame ? Promise.resolve() : Promise.reject(new ChannelError('refused', '同一版本不能改写'));
      }
      entries.push(entry);
      return Promise.resolve();
    },
  };
};

const createMemoryStore = (steps: Map<string, StepMemory>, now: () => Date, check: () => void): StepStore => ({
  known: steps,
  now,
  begin: async (name) => {
    check();
    steps.set(name, { state: 'began', beganAt: now() });
    return 'began';
  },
  finish: (name, value) => {
    check();
    steps.set(name, { state: 'done', beganAt: steps.get(name)?.beganAt ?? now(), value });
  },
  forget: async (name) => {
    check();
    steps.delete(name);
  },
});

interface Effects {
  readonly seen: readonly string[];
  /** Throws once the process is dead. */
  check(): void;
  run<T>(effect: string, work: () => Promise<T>): Promise<T>;
}

const createEffects = ({ crash, onEffect }: Pick<MemoryIoOptions<string>, 'crash' | 'onEffect'>): Effects => {
  const seen: string[] = [];
  let dead: Crashed | null = null;
  const die = (effect: string): never => {
    dead = new Crashed(effect);
    throw dead;
  };
  const check = () => {
    if (dead) throw dead;
  };
  return {
    seen,
    check,
    run: async (effect, work) => {
      check();
      const nth = seen.push(effect);
      const mode = crash?.at === nth ? crash.mode : null;
      await onEffect?.({ effect, when: 'before', nth });
      if (mode === 'before') die(effect);
      const value = await work();
      if (mode === 'after') die(effect);
      if (mode === 'lost') throw new ChannelError('outcome-unknown', '答复丢失');
      await onEffect?.({ effect, when: 'after', nth });
      return value;
    },
  };
};

const nameOfCall = (input: Parameters<typeof globalThis.fetch>[0], init?: RequestInit): string => {
  const { method, url } = input instanceof Request ? input : { method: 'GET', url: String(input) };
  const { pathname, search } = new URL(url);
  return `fetch:${init?.method ?? method} ${pathname}${search}`;
};

const createQuotas = (quotas: Readonly<Record<string, Quota>>, now: () => Date, spent: Map<string, number>) => {
  return async (call: string): Promise<void> => {
    const key = `${beijingDay(now())} ${call}`;
    const used = spent.get(key) ?? 0;
    const limit = quotas[call];
    if (limit && used >= limit.perDay)
      throw new ChannelError('rate-limited', '今日额度已用完，次日继续', { retryAt: nextBeijingDay(now()) });
    const month = beijingMonth(now()).slice(0, 7);
    const usedThisMonth = [...spent]
      .filter(([day]) => day.startsWith(month) && day.endsWith(` ${call}`))
      .reduce((sum, [, count]) => sum + count, 0);
    if (usedThisMonth >= (limit?.perMonth ?? Infinity))
      throw new ChannelError('rate-limited', '本月额度已用完，下月继续', { retryAt: nextBeijingMonth(now()) });
    spent.set(key, used + 1);
  };
};

export const createMemoryIo = <S extends string>(options: MemoryIoOptions<S>): MemoryIo<S> => {
  const { settings, clock: now = () => new Date(), steps = new Map(), quotas = {}, callbacks } = options;
  const assets = new Map(Array.from(options.assets ?? [], (asset) => [asset.id, asset]));
  const fetch = options.fetch ?? globalThis.fetch;
  const effects = createEffects(options);
  const spent = new Map<string, number>();
  const step = createStep(createMemoryStore(steps, now, effects.check));
  return {
    settings,
    signal: new AbortController().signal,
    now,
    steps,
    spent,
    effects: effects.seen,
    feed: options.feed ?? createMemoryFeed(),
    fetch: (input, init) => effects.run(nameOfCall(input, init), () => fetch(input, init)),
    step: (name, run, ifLost) => step(name, () => effects.run(`step:${name}`, run), ifLost),
    asset: async (id) => {
      const asset = assets.get(id);
      if (!asset) throw new Error(`No asset ${id}`);
      return asset;
    },
    spend: createQuotas(quotas, now, spent),
    callbacks: (ref) => Promise.resolve(callbacks?.get(ref) ?? []),
  };
};
