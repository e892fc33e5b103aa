import type { Page } from '../page.ts';
import type { LineMap } from './line-map.ts';
import type { Judge, Neighbours } from './others.ts';
import type { Range, Segment } from './segments.ts';

interface Cut {
  readonly line: number;
  readonly p1: number;
  readonly p2: number;
}
/** The page's side of an edit, line by line. */
const cutIntoLines = ({ p1, p2 }: Range, map: LineMap): Cut[] => {
  const cuts: Cut[] = [];
  for (let at = p1; at < p2;) {
    const line = map.lineAt(at);
    const end = Math.min(p2, map.starts[line + 1] ?? p2);
    cuts.push({ line, p1: at, p2: end });
    at = Math.max(end, at + 1);
  }
  return cuts;
};

/** Fewer shared characters of a line than this say little about whose line it is. */
const OURS = 4;

/** The lines of the page that carry expected text. */
export const ourLines = (shared: readonly Segment[], map: LineMap): number[] => {
  const lines = new Set<number>();
  for (const { p, length } of shared) {
    for (let at = p; at < p + length;) {
      const line = map.lineAt(at);
      const end = Math.min(p + length, map.starts[line + 1] ?? p + length);
      if (end - at >= OURS) lines.add(line);
      at = Math.max(end, at + 1);
    }
  }
  return [...lines];
};

export interface PageView {
  readonly page: Page;
  readonly text: string;
  readonly map: LineMap;
  readonly judge: Judge;
}

/** A full stop shared with the line before does not make a line ours. */
const isNearlyAll = ({ p1, p2 }: Cut, start: number, end: number): boolean =>
  (p1 === start && p2 === end) || (end - start - (p2 - p1) <= 1 && p2 - p1 >= OURS);

/** So many lines, most of them the site's, are a block of the site's: what looks otherwise than ours is part of it. */
const CROWD = 4;

const endOfLine = ({ text, map }: PageView, line: number): number => map.starts[line + 1] ?? text.length;

/** What of the page's side of an edit is the author's: from the first such piece to the last, or nothing. */
export const ownPart = (view: PageView, edit: Range, edge: 'before' | 'after' | null): Range | null => {
  const { map, judge, text } = view;
  const neighbours: Neighbours = {
    before: edge === 'before' ? null : map.lineAt(Math.max(0, edit.p1 - 1)),
    after: edge === 'after' ? null : map.lineAt(Math.min(edit.p2, text.length - 1)),
  };
  const pieces = cutIntoLines(edit, map).map((cut) => {
    const isWholeLine = isNearlyAll(cut, map.starts[cut.line] ?? 0, endOfLine(view, cut.line));
    const piece = { line: cut.line, text: text.slice(cut.p1, cut.p2), isWholeLine };
    return { ...cut, piece, isOwn: !judge.isOthers(piece, neighbours) };
  });
  const isCrowd = pieces.length >= CROWD && pieces.filter(({ isOwn }) => !isOwn).length * 2 > pieces.length;
  const own = pieces.filter(({ isOwn, piece }) => isOwn && !(isCrowd && judge.isStranger(piece)));
  const [first, last] = [own[0], own.at(-1)];
  return first && last ? { ...edit, p1: first.p1, p2: last.p2 } : null;
};

/**
 * What the page says directly before (or after) all that is shared, as far as it continues it: the rest of the line, then
 * line after line while they are of one kind. Further off is the site's.
 */
export const outerAddition = (view: PageView, edit: Range, edge: 'before' | 'after'): Range | null => {
  const cuts = cutIntoLines(edit, view.map);
  if (edge === 'before') cuts.reverse();
  let [from, to] = edge === 'before' ? [edit.p2, edit.p2] : [edit.p1, edit.p1];
  for (const { p1, p2 } of cuts) {
    if (ownPart(view, { ...edit, p1, p2 }, edge) === null) break;
    [from, to] = [Math.min(from, p1), Math.max(to, p2)];
  }
  return from === to ? null : { ...edit, p1: from, p2: to };
};
