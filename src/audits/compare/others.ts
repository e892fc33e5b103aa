import type { Page, PageLine } from '../page.ts';
import type { Kin } from './kin.ts';
import { endsSentence, hasSentence, isCaption, isChrome, isCredit, isHeading } from './phrases.ts';

/** A piece of one page line that the expected text does not have. */
export interface Piece {
  readonly line: number;
  readonly text: string;
  readonly isWholeLine: boolean;
}
/** The lines of shared text before and after it; null at the edge of all that is shared. */
export interface Neighbours {
  readonly before: number | null;
  readonly after: number | null;
}

const isMostlyLinked = ({ start, end, linked }: PageLine): boolean => linked * 2 > end - start;

/** Text in brackets or a label before a colon, put at the edge of a paragraph: 【字体：大 中 小】, 核心提示：. */
const isLabel = (text: string): boolean => /^[[(【<].*[\])】>]$/.test(text) || /^.{1,10}[:：]$/.test(text);

const list = (neighbours: Neighbours): number[] =>
  [neighbours.before, neighbours.after].filter((line) => line !== null);

export interface Judge {
  /** Whether a piece is the site's or the platform's own text, no part of what was approved. */
  isOthers(piece: Piece, neighbours: Neighbours): boolean;
}

export const judgeOf = (page: Page, kin: Kin): Judge => {
  const imageLines = new Set(page.images.map(({ at }) => at));
  const isBesideImage = (line: PageLine): boolean => imageLines.has(line.start) || imageLines.has(line.end + 1);

  const partOfLine = ({ text }: Piece, neighbours: Neighbours): boolean => {
    const isOuter = neighbours.before === null || neighbours.after === null;
    return isOuter && (isLabel(text) || isChrome(text) || (isCredit(text) && !hasSentence(text)));
  };
  const betweenLines = ({ line, text }: Piece, neighbours: number[]): boolean => {
    const place = page.lines[line];
    if (place === undefined || isMostlyLinked(place)) return true;
    if (!neighbours.some((other) => kin.isKin(line, other))) return true;
    if (neighbours.every((other) => kin.isAside(line, other))) return true;
    if (isChrome(text) || (isCaption(text) && !isHeading(text))) return true;
    const isAlike = neighbours.some((other) => kin.looksLike(line, other));
    if (isBesideImage(place) && !isAlike && !hasSentence(text)) return true;
    return !isAlike && !hasSentence(text) && !isHeading(text);
  };
  /** Around the text only what continues it without a break: the same kind of block, set alike, full sentences. */
  const outside = (piece: Piece, neighbours: number[]): boolean => {
    if (betweenLines(piece, neighbours)) return true;
    if (!neighbours.every((other) => kin.looksLike(piece.line, other))) return true;
    return !endsSentence(piece.text) || !hasSentence(piece.text) || isCredit(piece.text);
  };
  return {
    isOthers: (piece, neighbours) => {
      if (!piece.isWholeLine) return partOfLine(piece, neighbours);
      const isOuter = neighbours.before === null || neighbours.after === null;
      return isOuter ? outside(piece, list(neighbours)) : betweenLines(piece, list(neighbours));
    },
  };
};
