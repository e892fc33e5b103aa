import type { Page } from '../page.ts';

/** How the blocks of a page relate: whether one line stands where and how its neighbours do. */
export interface Kin {
  /** Same block as the neighbour, or a block of the same kind in the same place. */
  isKin(line: number, neighbour: number): boolean;
  /** Also set the same way: class and alignment. */
  looksLike(line: number, neighbour: number): boolean;
  /** Stands in an aside that does not hold the neighbour, too. */
  isAside(line: number, neighbour: number): boolean;
}

const HEADINGS = /^h[1-6]$/;
/** Tags that authors use alike for a paragraph. */
const kindOf = (tag: string): string => (HEADINGS.test(tag) || tag === 'p' || tag === 'div' ? 'p' : tag);

export const kinOf = ({ lines, blocks }: Page): Kin => {
  const blockOf = (line: number): number => lines[line]?.block ?? 0;
  const parentOf = (block: number): number => blocks[block]?.parent ?? 0;
  const ancestors = (block: number): number[] => {
    const path = [block];
    for (let at = block; at !== 0; at = parentOf(at)) path.push(parentOf(at));
    return path;
  };
  /** Block ids from just below the nearest common ancestor down to each. */
  const branches = (one: number, two: number): [number[], number[]] => {
    const [a, b] = [ancestors(one), ancestors(two)];
    while (a.length > 0 && b.length > 0 && a.at(-1) === b.at(-1)) {
      a.pop();
      b.pop();
    }
    return [a, b];
  };
  const shape = (branch: readonly number[]): string => branch.map((id) => kindOf(blocks[id]?.tag ?? '')).join('<');
  const look = (branch: readonly number[]): string => branch.map((id) => blocks[id]?.look ?? '').join('<');
  return {
    isKin: (line, neighbour) => {
      const [mine, theirs] = branches(blockOf(line), blockOf(neighbour));
      return shape(mine) === shape(theirs);
    },
    looksLike: (line, neighbour) => {
      const [mine, theirs] = branches(blockOf(line), blockOf(neighbour));
      return shape(mine) === shape(theirs) && look(mine) === look(theirs);
    },
    isAside: (line, neighbour) => {
      const [mine] = branches(blockOf(line), blockOf(neighbour));
      return mine.some((id) => blocks[id]?.aside ?? false);
    },
  };
};
