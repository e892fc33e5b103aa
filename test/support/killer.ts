import type { Adapter, Io } from '../../adapters/contract.ts';
import { ChannelError } from '../../src/core/faults.ts';

/** How one effect ends badly: the process dies before it, dies after it, or lives and never hears the answer. */
export const KILL_MODES = ['before', 'after', 'lost'] as const;
export type KillMode = (typeof KILL_MODES)[number];
export interface KillPoint {
  /** 1 is the first effect of the run. */
  readonly at: number;
  readonly mode: KillMode;
}

export interface Killer {
  readonly adapter: Adapter;
  /** Resolves when a kill struck: the killed run itself never settles, as after `kill -9`. */
  readonly struck: Promise<void>;
  /** Effects seen so far. */
  count(): number;
}

const dead = (): Promise<never> => new Promise(() => undefined);

/** Wraps every effect an adapter can have, its steps and its calls, and lets one of them end badly. */
export const createKiller = (adapter: Adapter, point: KillPoint | null): Killer => {
  let seen = 0;
  let armed = point;
  let strike: () => void = () => undefined;
  const struck = new Promise<void>((resolve) => {
    strike = resolve;
  });
  const effect = async <T>(run: () => Promise<T>, lost: () => Error): Promise<T> => {
    seen += 1;
    if (!armed || seen !== armed.at) return run();
    const { mode } = armed;
    armed = null;
    if (mode === 'before') {
      strike();
      return dead();
    }
    await run();
    if (mode === 'lost') throw lost();
    strike();
    return dead();
  };
  const wrap = (io: Io): Io => ({
    ...io,
    fetch: (input, init) =>
      effect(
        () => io.fetch(input, init),
        () => new TypeError('fetch failed'),
      ),
    step: (name, run, ifLost) =>
      io.step(name, () => effect(run, () => new ChannelError('outcome-unknown', '答复丢失')), ifLost),
  });
  const { update, recall } = adapter;
  const killed: Adapter = {
    ...adapter,
    publish: (rendition, io) => adapter.publish(rendition, wrap(io)),
    withdraw: (receipt, withdrawal, io) => adapter.withdraw(receipt, withdrawal, wrap(io)),
    ...(recall ? { recall: (rendition, io) => recall(rendition, wrap(io)) } : {}),
    ...(update ? { update: (receipt, rendition, io) => update(receipt, rendition, wrap(io)) } : {}),
  };
  return {
    adapter: killed,
    struck,
    count: () => seen,
  };
};
