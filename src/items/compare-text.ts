import diff from 'fast-diff';

/** A piece of two texts laid over each other. */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

const KINDS: Readonly<Record<-1 | 0 | 1, Piece['kind']>> = { [-1]: 'removed', 0: 'same', 1: 'added' };
/** Beyond this a comparison character by character may take seconds; longer texts are first compared line by line. */
const MAX_CHARACTERS = 4_000;

const byCharacter = (before: string, after: string): Piece[] =>
  diff(before, after, undefined, true).map(([kind, text]) => ({ kind: KINDS[kind], text }));

/** A run of entries that stayed, or of those that went and came in one place. */
export type Run<T> =
  | { readonly kind: 'same'; readonly entries: readonly T[] }
  | { readonly kind: 'changed'; readonly removed: readonly T[]; readonly added: readonly T[] };

/** The first of the characters that stand for entries; with as many entries as we align, never a surrogate. */
const FIRST = 0x100;
/** Two lists this long that share nothing take a second; of longer ones all between their common ends is told as changed. */
const MAX_ENTRIES = 12_000;

const commonStart = (one: readonly string[], other: readonly string[]): number => {
  const at = one.findIndex((key, index) => key !== other[index]);
  return at < 0 ? one.length : at;
};

const alignEnds = <T>(before: readonly T[], after: readonly T[], keyOf: (entry: T) => string): Run<T>[] => {
  const [old, now] = [before.map(keyOf), after.map(keyOf)];
  const head = commonStart(old, now);
  const tail = commonStart(old.slice(head).toReversed(), now.slice(head).toReversed());
  const same = (entries: readonly T[]): Run<T>[] => (entries.length === 0 ? [] : [{ kind: 'same', entries }]);
  const removed = before.slice(head, before.length - tail);
  const added = after.slice(head, after.length - tail);
  return [
    ...same(after.slice(0, head)),
    { kind: 'changed', removed, added },
    ...same(after.slice(after.length - tail)),
  ];
};

/** Two lists laid over each other; entries are the same when their keys are. */
export const alignLists = <T>(before: readonly T[], after: readonly T[], keyOf: (entry: T) => string): Run<T>[] => {
  if (before.length + after.length > MAX_ENTRIES) return alignEnds(before, after, keyOf);
  const codes = new Map<string, string>();
  const encode = (entries: readonly T[]): string =>
    entries
      .map((entry) => {
        const key = keyOf(entry);
        const code = codes.get(key) ?? String.fromCharCode(FIRST + codes.size);
        codes.set(key, code);
        return code;
      })
      .join('');
  const places = { before: 0, after: 0 };
  const runs: Run<T>[] = [];
  for (const [kind, { length }] of diff(encode(before), encode(after))) {
    const gone = kind === 1 ? [] : before.slice(places.before, places.before + length);
    const come = kind === -1 ? [] : after.slice(places.after, places.after + length);
    places.before += gone.length;
    places.after += come.length;
    const last = runs.at(-1);
    if (kind === 0) runs.push({ kind: 'same', entries: come });
    else if (last?.kind === 'changed')
      runs[runs.length - 1] = { kind: 'changed', removed: [...last.removed, ...gone], added: [...last.added, ...come] };
    else runs.push({ kind: 'changed', removed: gone, added: come });
  }
  return runs;
};

const whole = (before: string, after: string): Piece[] => [
  ...(before === '' ? [] : [{ kind: 'removed' as const, text: before }]),
  ...(after === '' ? [] : [{ kind: 'added' as const, text: after }]),
];

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const byLine = (before: string, after: string): Piece[] =>
  alignLists(linesOf(before), linesOf(after), (line) => line).flatMap((run): Piece[] => {
    if (run.kind === 'same') return [{ kind: 'same', text: run.entries.join('') }];
    const [removed, added] = [run.removed.join(''), run.added.join('')];
    return removed.length + added.length <= MAX_CHARACTERS ? byCharacter(removed, added) : whole(removed, added);
  });

/** Character by character, as Chinese is read; never half a character. */
export const compareText = (before: string, after: string): Piece[] => {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  return before.length + after.length <= MAX_CHARACTERS ? byCharacter(before, after) : byLine(before, after);
};
