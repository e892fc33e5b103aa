import type { Arena } from './trial.ts';
import { complaints, drive } from './trial.ts';
import { FAULT_KINDS, fateOf, type FaultName, type Strike } from './injectors.ts';

interface ActionTrial {
  /** Everything before the action under test; answers the item. */
  readonly prepare: (arena: Arena, tag: string) => Promise<string>;
  /** The change of mind that the action under test carries out. */
  readonly ask: (arena: Arena, itemId: string, tag: string) => Promise<unknown>;
}

const approve = ({ stage, channel }: Arena, tag: string, version: number, itemId?: string): Promise<string> =>
  stage.world.approve(channel.content(tag, version), itemId === undefined ? {} : { itemId });

const publish = async (arena: Arena, tag: string): Promise<string> => {
  const itemId = await approve(arena, tag, 1);
  await drive(arena, itemId, null);
  return itemId;
};

/** `correct` is an update in place where the channel can, else a replacement: the old copy goes first. */
export const ACTION_TRIALS = {
  publish: { prepare: (arena, tag) => approve(arena, tag, 1), ask: () => Promise.resolve() },
  correct: { prepare: publish, ask: (arena, itemId, tag) => approve(arena, tag, 2, itemId) },
  withdraw: { prepare: publish, ask: ({ stage }, itemId) => stage.world.withdraw(itemId) },
  'publish-again': {
    prepare: async (arena, tag) => {
      const itemId = await publish(arena, tag);
      await arena.stage.world.withdraw(itemId);
      await drive(arena, itemId, null);
      return itemId;
    },
    ask: (arena, itemId, tag) => approve(arena, tag, 2, itemId),
  },
} as const satisfies Readonly<Record<string, ActionTrial>>;
export type ActionName = keyof typeof ACTION_TRIALS;
export const ACTION_NAMES = Object.keys(ACTION_TRIALS) as ActionName[];

export interface Outcome {
  /** Effects seen, all runs together. */
  readonly count: number;
  /** Faults that found an effect to strike. */
  readonly struck: number;
  readonly found: readonly string[];
}

let tags = 0;
/** No tag is part of another. */
const newTag = (): string => `＃${String((tags += 1)).padStart(6, '0')}`;

/** A day apart from the last trial: the platforms' daily quotas are small. */
const DAY_MS = 25 * 3_600_000;

export const runPair = async (arena: Arena, action: ActionName, strikes: readonly Strike[]): Promise<Outcome> => {
  await arena.punctual();
  await arena.pass(DAY_MS);
  const tag = newTag();
  const { prepare, ask } = ACTION_TRIALS[action];
  const itemId = await prepare(arena, tag);
  await ask(arena, itemId, tag);
  const { fate, count, struck } = fateOf(strikes);
  const { status, persons } = await drive(arena, itemId, fate);
  const found = await complaints(arena, { itemId, tag, status });
  if (persons > 0) found.push(`a person was asked ${persons} times`);
  return { count: count(), struck: struck(), found };
};

/** Every ordered pair: one strikes the `at`-th effect, the other the `after`-th of what follows. */
export const pairsOf = (effects: number, afters: readonly number[]): readonly (readonly [Strike, Strike])[] =>
  Array.from({ length: effects }, (_, index) => index + 1).flatMap((at) =>
    FAULT_KINDS.flatMap((fault) =>
      FAULT_KINDS.flatMap((second) =>
        afters.map((after): [Strike, Strike] => [
          { fault, at },
          { fault: second, at: after },
        ]),
      ),
    ),
  );

/** `wechat-account/correct/crash-after@3+late@1`, in the words of `npm run faults -- --pair`. */
export const nameOf = (channel: string, action: ActionName, strikes: readonly Strike[]): string =>
  [channel, action, strikes.map(({ fault, at }) => `${fault}@${at}`).join('+')].join('/');

export const readPair = (name: string): { channel: string; action: ActionName; strikes: Strike[] } => {
  const [channel = '', action = '', strikes = ''] = name.split('/');
  if (!(action in ACTION_TRIALS)) throw new Error(`no action ${action}: ${ACTION_NAMES.join(', ')}`);
  return {
    channel,
    action: action as ActionName,
    strikes: strikes.split('+').map((each) => {
      const [fault = '', at = '1'] = each.split('@');
      if (!FAULT_KINDS.includes(fault as FaultName)) throw new Error(`no fault ${fault}: ${FAULT_KINDS.join(', ')}`);
      return { fault: fault as FaultName, at: Number(at) };
    }),
  };
};
