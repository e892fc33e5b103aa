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

/** So long a line is a paragraph, even if it is set in another way. */
const PROSE = 40;

export interface Judge {
  /** Whether a piece is the site's or the platform's own text, no part of what was approved. */
  isOthers(piece: Piece, neighbours: Neighbours): boolean;
  /** A line of its own that is set in another way than the lines around it. */
  isStranger(piece: Piece): boolean;
}

export const judgeOf = (page: Page, kin: Kin): Judge => {
  const imageLines = new Set(page.images.map(({ at }) => at));
  const isBesideImage = (line: PageLine): boolean => imageLines.has(line.start) || imageLines.has(line.end + 1);

  const isLinked = (line: number): boolean => {
    const place = page.lines[line];
    return place !== undefined && isMostlyLinked(place);
  };

  const partOfLine = ({ text }: Piece, neighbours: Neighbours): boolean => {
    const isOuter = neighbours.before === null || neighbours.after === null;
    return isOuter && (isLabel(text) || isChrome(text) || (isCredit(text) && !hasSentence(text)));
  };
  /** A list of links that is the author's own has ours on both sides. */
  const isLinkList = (line: number, { before, after }: Neighbours): boolean =>
    kin.isAlike(line) && [before, after].every((other) => other !== null && isLinked(other));
  const betweenLines = ({ line, text }: Piece, neighbours: Neighbours): boolean => {
    const place = page.lines[line];
    if (place === undefined || !kin.isKin(line) || kin.isAside(line)) return true;
    if (isMostlyLinked(place) && !isLinkList(line, neighbours)) return true;
    if (isChrome(text) || (isCaption(text) && !isHeading(text))) return true;
    if (kin.isAlike(line)) return false;
    return !hasSentence(text) && (isBesideImage(place) || !isHeading(text));
  };
  /** Around the text only what continues it without a break: the same kind of block, full sentences. */
  const outside = (piece: Piece, neighbours: Neighbours): boolean => {
    if (betweenLines(piece, neighbours)) return true;
    if (!kin.isAlike(piece.line) && piece.text.length < PROSE) return true;
    return !endsSentence(piece.text) || !hasSentence(piece.text) || isCredit(piece.text);
  };
  return {
    isStranger: ({ line, isWholeLine }) => isWholeLine && !kin.isAlike(line),
    isOthers: (piece, neighbours) => {
      if (!piece.isWholeLine) return partOfLine(piece, neighbours);
      const isOuter = neighbours.before === null || neighbours.after === null;
      return isOuter ? outside(piece, neighbours) : betweenLines(piece, neighbours);
    },
  };
};
