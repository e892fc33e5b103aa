import type { Io, Lost } from '../adapters/contract.ts';
import { ChannelError } from '../src/core/faults.ts';
import type { Json } from '../src/core/json.ts';
import type { Begun, StepMemory } from '../src/deliveries/steps.ts';

/** Where steps are remembered: PostgreSQL in a run, a Map in a test. */
export interface StepStore {
  readonly known: ReadonlyMap<string, StepMemory>;
  now(): Date;
  /** `again`: it may have happened before, and nobody can tell. */
  begin(name: string, again: boolean): Promise<Begun>;
  /** Remembers the result before anything else is done. */
  finish(name: string, value: Json): void;
  forget(name: string): Promise<void>;
}

/** The claim was lost, or approval wants something else: the run ends without a word. */
export class RunEnded extends Error {
  override readonly name = 'RunEnded';
  readonly why: 'lost' | 'unwanted';

  constructor(why: 'lost' | 'unwanted') {
    super(`run ended: ${why}`);
    this.why = why;
  }
}

const ASK = '上次调用没有收到答复，系统无法查证结果，请到平台上核对后人工确认';

/** An error other than outcome-unknown means, by contract, that the effect surely did not happen. */
const surelyWithoutEffect = (error: unknown): boolean =>
  error instanceof ChannelError && error.fault !== 'outcome-unknown';

/**
 * Durable steps: the intent is committed before the call, the result after it. On the next run a finished step answers
 * from memory; one that began and never ended is settled as its `ifLost` says, before anything is called again.
 */
export const createStep = (store: StepStore): Io['step'] => {
  const look = async <T extends Json>(
    ifLost: 'repeat' | 'ask' | ((lost: Lost) => Promise<T | null>),
    beganAt: Date,
  ) => {
    if (ifLost === 'repeat') return null;
    if (ifLost === 'ask') throw new ChannelError('outcome-unknown', ASK);
    return ifLost({ ageMs: store.now().getTime() - beganAt.getTime() });
  };
  const call = async <T extends Json>(name: string, run: () => Promise<T>, again: boolean): Promise<T> => {
    const begun = await store.begin(name, again);
    if (begun !== 'began') throw new RunEnded(begun);
    try {
      return await run();
    } catch (error) {
      // That this call had no effect says nothing about the one before it.
      if (surelyWithoutEffect(error) && !again) await store.forget(name);
      throw error;
    }
  };
  return async (name, run, ifLost) => {
    const memory = store.known.get(name);
    // The store keeps exactly what this step returned when it ran, so its type is the step's own.
    if (memory?.state === 'done') return memory.value as Awaited<ReturnType<typeof run>>;
    const found = memory ? await look(ifLost, memory.beganAt) : null;
    const value = found ?? (await call(name, run, memory !== undefined && ifLost === 'repeat'));
    store.finish(name, value);
    return value;
  };
};
