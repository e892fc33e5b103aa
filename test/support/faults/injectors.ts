import type { Adapter, Io, Receipt } from '../../../adapters/contract.ts';
import { ChannelError } from '../../../src/core/faults.ts';
import type { Life } from './mortal.ts';

/** What may happen around one effect, and who makes it happen. */
export interface Scene {
  readonly life: Life;
  /** What the platform answers instead of doing it. */
  refusal(kind: 'quota' | 'token'): Response;
  /** From now on the platform shows, lists and tells late. */
  delay(): Promise<void>;
  /** The same job once more, while this run holds its claim. */
  again(): Promise<void>;
  /** This run hears nothing until its lease is over and another worker has gone on. */
  overtake(): Promise<void>;
}

/** One effect: a step, a call, or the run's last word before its record. */
interface Effect<T> {
  run(): Promise<T>;
  lost(): Error;
  /** Instead of the effect. */
  refused(kind: 'quota' | 'token'): T | Promise<T>;
}

const dead = (life: Life): never => {
  life.end();
  life.check();
  throw new Error('dead men tell no tales');
};

const INJECTORS = {
  'crash-before': async <T>(_: Effect<T>, { life }: Scene): Promise<T> => dead(life),
  'crash-after': async <T>({ run }: Effect<T>, { life }: Scene): Promise<T> => {
    await run();
    return dead(life);
  },
  lost: async <T>({ run, lost }: Effect<T>): Promise<T> => {
    await run();
    throw lost();
  },
  late: async <T>({ run }: Effect<T>, scene: Scene): Promise<T> => {
    await scene.delay();
    return run();
  },
  quota: async <T>({ refused }: Effect<T>): Promise<T> => refused('quota'),
  token: async <T>({ refused }: Effect<T>): Promise<T> => refused('token'),
  duplicate: async <T>({ run }: Effect<T>, scene: Scene): Promise<T> => {
    await scene.again();
    const value = await run();
    await scene.again();
    return value;
  },
  slow: async <T>({ run }: Effect<T>, scene: Scene): Promise<T> => {
    const value = await run();
    await scene.overtake();
    return value;
  },
} as const;

/** Crash (before and after), lost answer, late visibility, quota, token death, duplicate job, slow consumer. */
export type FaultName = keyof typeof INJECTORS;
export const FAULT_KINDS = Object.keys(INJECTORS) as FaultName[];

/** Answers what befalls the next effect, if anything; asked once per effect. */
export type Fate = () => FaultName | ((scene: Scene) => Promise<void>) | null;

const asError = (kind: 'quota' | 'token'): ChannelError =>
  kind === 'quota' ? new ChannelError('rate-limited', '额度用完') : new ChannelError('signed-out', '凭证失效');

/** The adapter as one process runs it, its every effect in the hands of fate. */
export const injected = (adapter: Adapter, fate: Fate, scene: Scene): Adapter => {
  const effect = async <T>(each: Effect<T>): Promise<T> => {
    scene.life.check();
    const lot = fate();
    if (typeof lot === 'function') await lot(scene);
    const value = typeof lot === 'string' ? await INJECTORS[lot](each, scene) : await each.run();
    scene.life.check();
    return value;
  };
  const wrap = (io: Io): Io => ({
    ...io,
    fetch: (input, init) =>
      effect({
        run: () => io.fetch(input, init),
        lost: () => new TypeError('fetch failed'),
        refused: (kind) => scene.refusal(kind),
      }),
    step: (name, run, ifLost) =>
      io.step(
        name,
        () =>
          effect({
            run,
            lost: () => new ChannelError('outcome-unknown', '答复丢失'),
            refused: (kind) => Promise.reject(asError(kind)),
          }),
        ifLost,
      ),
  });
  /** Everything is done and nothing of it recorded yet. */
  const lastWord = <T>(answer: T): Promise<T> =>
    effect({
      run: () => Promise.resolve(answer),
      lost: () => new ChannelError('outcome-unknown', '答复丢失'),
      refused: (kind) => Promise.reject(asError(kind)),
    });
  const { update } = adapter;
  return {
    ...adapter,
    publish: async (rendition, io) => lastWord(await adapter.publish(rendition, wrap(io))),
    withdraw: async (receipt, withdrawal, io) => lastWord(await adapter.withdraw(receipt, withdrawal, wrap(io))),
    ...(update
      ? {
          update: async (receipt: Receipt, ...[rendition, io]: [Parameters<typeof update>[1], Io]) =>
            lastWord(await update(receipt, rendition, wrap(io))),
        }
      : {}),
  };
};

/** Faults one after another: each strikes the `at`-th effect after the one before it; 1 is the next. */
export interface Strike {
  readonly fault: FaultName;
  readonly at: number;
}

export const fateOf = (strikes: readonly Strike[]): { readonly fate: Fate; count(): number; struck(): number } => {
  const left = [...strikes];
  let seen = 0;
  let since = 0;
  return {
    fate: () => {
      seen += 1;
      since += 1;
      const [next] = left;
      if (!next || since < next.at) return null;
      left.shift();
      since = 0;
      return next.fault;
    },
    count: () => seen,
    struck: () => strikes.length - left.length,
  };
};
