import type { Difference, DifferenceKind, Meaning } from '../difference.ts';
import type { Page } from '../page.ts';
import { ourLines, outerAddition, ownPart, type PageView } from './additions.ts';
import { meaningOf, severityOf } from './classify.ts';
import { scriptOf, type Edges, type LineStarts } from './edits.ts';
import { kinOf } from './kin.ts';
import { lineStartsOf, mapLines, type LineMap } from './line-map.ts';
import { findMoreMoves, findMoves, isShred } from './moves.ts';
import { normalise, type Normalised } from './normalise.ts';
import { judgeOf } from './others.ts';
import { passageOf } from './passage.ts';
import { readingOf } from './reading.ts';
import { clipTo, shareOf, windowsOf } from './copies.ts';
import type { Range, Segment } from './segments.ts';
import { firstSegments, textsOf, type Texts, type Window } from './stretches.ts';

export interface AlignOptions {
  /** Names whose change is critical. */
  readonly names?: readonly string[];
  /** Also what only looks different: punctuation, 一百二十 for 120. */
  readonly minor?: boolean;
}
interface Both {
  readonly expected: Normalised;
  readonly actual: Normalised;
  readonly texts: Texts;
  readonly starts: LineStarts;
  readonly names: readonly string[];
}

/** The page's place for what of ours stands at an edge of all that is shared: the rest of that line, if it is like it. */
const edgeOf = (edge: Range, side: 'before' | 'after', map: LineMap): Range => {
  const wanted = edge.e2 - edge.e1;
  const most = wanted * 2 + 4;
  if (side === 'before') {
    const start = map.starts[map.lineAt(Math.max(edge.p1, edge.p2 - 1))] ?? edge.p1;
    const isOwnLine = !map.startSet.has(edge.p2);
    return { ...edge, p1: isOwnLine ? Math.max(start, edge.p2 - most) : edge.p2 };
  }
  const end = map.starts[map.lineAt(edge.p1) + 1] ?? edge.p2;
  const isOwnLine = !map.startSet.has(edge.p1);
  return { ...edge, p2: isOwnLine ? Math.min(end, edge.p1 + most) : edge.p1 };
};

const outer = (view: PageView, edges: Edges): Range[] =>
  (['before', 'after'] as const).flatMap((side) => {
    const edge = side === 'before' ? edges.before.at(-1) : edges.after[0];
    const others = edges[side].filter((part) => part !== edge && part.e1 < part.e2);
    if (edge === undefined) return [];
    if (edge.e1 < edge.e2) return [...others.map((part) => ({ ...part, p2: part.p1 })), edgeOf(edge, side, view.map)];
    const own = edge.p1 < edge.p2 ? outerAddition(view, edge, side) : null;
    return [...others, ...(own === null ? [] : [own])];
  });

/** What the page puts between two expected lines is judged; what it puts in place of ours is not. */
const inner = (view: PageView, edits: readonly Range[]): Range[] =>
  edits.flatMap((edit) => {
    if (edit.p1 === edit.p2) return [edit];
    const own = ownPart(view, edit, null);
    if (own !== null) return [own];
    return edit.e1 < edit.e2 ? [{ ...edit, p2: edit.p1 }] : [];
  });

const kindOf = ({ e1, e2, p1, p2 }: Range): DifferenceKind => {
  if (e1 === e2) return 'added';
  return p1 === p2 ? 'missing' : 'changed';
};

const describe = ({ expected, actual, names, starts }: Both, range: Range, kind: DifferenceKind): Difference => {
  const ours = { text: expected.text, start: range.e1, end: range.e2, lineStarts: starts.expected };
  const theirs = { text: actual.text, start: range.p1, end: range.p2, lineStarts: starts.page };
  const meaning: Meaning = kind === 'moved' ? 'words' : meaningOf(ours, theirs, names);
  return {
    kind,
    meaning,
    severity: severityOf(meaning),
    expected: kind === 'added' ? null : passageOf(expected, range.e1, range.e2),
    actual: passageOf(actual, range.p1, range.p2),
  };
};

/** With less of the text than this the page is about something else. */
const CARRIED = 0.15;
/** A text this long that shares so little of it in long pieces is not the page's: short pieces would only be chance. */
const LONG = 1_000;
const TRACES = CARRIED / 3;

/** What differs in one copy of the text on the page. */
const differencesIn = (
  both: Both,
  page: Page,
  map: LineMap,
  window: Window,
  found: readonly Segment[],
): Difference[] => {
  const total = both.texts.expected.length;
  const pieces = clipTo(found, window);
  const missing = (): Difference[] => [describe(both, { e1: 0, e2: total, p1: 0, p2: 0 }, 'missing')];
  if (total > LONG && shareOf(pieces, total) < TRACES) return missing();
  const script = scriptOf(both.texts, both.starts, window, pieces);
  const carried = script.shared.reduce((sum, { length }) => sum + length, 0);
  if (carried < CARRIED * total || script.shared.length === 0) return missing();
  const judge = judgeOf(page, kinOf(page, ourLines(script.shared, map)));
  const view: PageView = { page, text: both.texts.page, map, judge };
  const first = findMoves(both.texts, script);
  const isTold = ({ e1, e2, p1, p2 }: Range): boolean =>
    e1 === e2 && first.moved.some((range) => range.p1 <= p1 && p2 <= range.p2);
  const around = outer(view, first.edges).filter((edit) => !isTold(edit) && !isShred(edit, script.moved));
  const edits = [...inner(view, first.rest), ...around];
  const { moved, rest } = findMoreMoves(both.texts, first.moved, edits);
  return [
    ...moved.map((range) => describe(both, range, 'moved')),
    ...rest.map((range) => describe(both, range, kindOf(range))),
  ];
};

/** The same thing wrong in every copy is one difference. */
const isSame = (one: Difference, other: Difference): boolean => {
  if (one.kind !== other.kind) return false;
  if (one.expected === null || other.expected === null) return one.actual?.text === other.actual?.text;
  return one.expected.start <= other.expected.end && other.expected.start <= one.expected.end;
};

const once = (differences: readonly Difference[]): Difference[] =>
  differences.filter((one, index) => !differences.slice(0, index).some((other) => isSame(one, other)));

/**
 * What a page lacks, changes or puts inside the expected text, in reading order. Needs no template: shared rare pieces are
 * chained, only the gaps are compared, and what stands around or between as other people's text is left out. Where the
 * page carries the text several times, each copy is compared.
 */
export const align = (expected: string, page: Page, options: AlignOptions = {}): Difference[] => {
  const ours = normalise(expected);
  if (ours.text === '') return [];
  const { normalised: theirs, map } = readingOf(page);
  const texts = textsOf(ours, theirs);
  const starts = { expected: mapLines(ours, lineStartsOf(expected)).startSet, page: map.startSet };
  const names = (options.names ?? []).map((name) => normalise(name).text);
  const both: Both = { expected: ours, actual: theirs, texts, starts, names };
  const segments = firstSegments(texts);
  const windows = windowsOf(texts, segments, map);
  const differences = windows
    .flatMap((window) => differencesIn(both, page, map, window, segments))
    .filter(({ severity }) => options.minor || severity !== 'minor');
  const told = windows.length > 1 ? once(differences) : differences;
  return told.sort((a, b) => (a.actual?.start ?? 0) - (b.actual?.start ?? 0));
};
