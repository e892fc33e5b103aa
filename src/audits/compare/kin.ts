import type { Page } from '../page.ts';

/** How a line of the page stands to the lines that carry the expected text. */
export interface Kin {
  /** In a block of the same kind, in the same place below the article's container, as one of ours. */
  isKin(line: number): boolean;
  /** Also set the same way: class and alignment. */
  isAlike(line: number): boolean;
  /** Inside an aside that holds nothing of ours. */
  isAside(line: number): boolean;
}

const HEADINGS = /^h[1-6]$/;
/** Tags that authors use alike for a paragraph. */
const kindOf = (tag: string): string => (HEADINGS.test(tag) || tag === 'p' || tag === 'div' ? 'p' : tag);

/** `ours`: the lines that carry expected text. The container is what holds them all. */
export const kinOf = ({ lines, blocks }: Page, ours: readonly number[]): Kin => {
  const parentOf = (block: number): number => blocks[block]?.parent ?? 0;
  const blockOf = (line: number): number => lines[line]?.block ?? 0;
  const holding = new Map<number, number>();
  for (const line of ours) {
    for (let at = blockOf(line); ; at = parentOf(at)) {
      holding.set(at, (holding.get(at) ?? 0) + 1);
      if (at === 0) break;
    }
  }
  /** Blocks from the line's own up to, without, the container; null outside of it. */
  const pathOf = (line: number): number[] | null => {
    const path: number[] = [];
    for (let at = blockOf(line); holding.get(at) !== ours.length; at = parentOf(at)) {
      if (at === 0) return null;
      path.push(at);
    }
    return path;
  };
  const shapeOf = (path: readonly number[]): string => path.map((id) => kindOf(blocks[id]?.tag ?? '')).join('<');
  const lookOf = (path: readonly number[]): string =>
    path.map((id) => `${blocks[id]?.tag}.${blocks[id]?.look}`).join('<');
  const paths = ours.map((line) => pathOf(line) ?? []);
  const shapes = new Set(paths.map(shapeOf));
  const looks = new Set(paths.map(lookOf));
  const test = (line: number, known: ReadonlySet<string>, name: (path: readonly number[]) => string): boolean => {
    const path = pathOf(line);
    return path !== null && known.has(name(path));
  };
  return {
    isKin: (line) => test(line, shapes, shapeOf),
    isAlike: (line) => test(line, looks, lookOf),
    isAside: (line) => pathOf(line)?.some((id) => !holding.has(id) && (blocks[id]?.aside ?? false)) ?? true,
  };
};
