import sharp from 'sharp';
import { EM, outlineOf } from './glyphs.ts';
import { COVER, type Picture } from './picture.ts';

const MAX_LINES = 3;
const TITLE_WIDTH = 720;
const SIZES = [64, 58, 52, 46, 42];
const INK = '#fff7e6';
const GOLD = '#e9c98a';

const NEVER_FIRST = new Set('，。、；：？！）》”’』」】〉…—');
const NEVER_LAST = new Set('（《“‘『「【〈');

const widthOf = (text: string, size: number): number =>
  Array.from(text).reduce((sum, char) => sum + outlineOf(char).advance, 0) * (size / EM);

/** Fills lines up to the width; a closing mark joins the line before it, an opening one the line after. */
const fill = (text: string, size: number, width: number): string[] => {
  const lines = [''];
  for (const char of text) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && widthOf(line + char, size) > width && !NEVER_FIRST.has(char)) {
      const carried = NEVER_LAST.has(line.at(-1) ?? '') ? line.slice(-1) : '';
      lines.splice(-1, 1, carried ? line.slice(0, -1) : line, carried + char);
    } else lines.splice(-1, 1, line + char);
  }
  return lines;
};

/** As few lines as fit, of nearly equal length: a last line of one character looks like an accident. */
const balance = (text: string, size: number): string[] => {
  const few = fill(text, size, TITLE_WIDTH);
  for (let width = widthOf(text, size) / few.length; width < TITLE_WIDTH; width += size / 2) {
    const even = fill(text, size, width);
    if (even.length <= few.length) return even;
  }
  return few;
};

export interface TitleLines {
  readonly lines: readonly string[];
  readonly size: number;
}

/** The title in at most three lines, in the largest letters that fit; one that is still too long ends in an ellipsis. */
export const setTitle = (title: string): TitleLines => {
  const text = title.replace(/\s+/g, ' ').trim();
  for (const size of SIZES) {
    const lines = balance(text, size);
    if (lines.length <= MAX_LINES) return { lines, size };
  }
  const size = SIZES.at(-1) ?? 42;
  const [first = '', second = '', third = ''] = fill(text, size, TITLE_WIDTH);
  return { lines: [first, second, `${third.slice(0, -1)}…`], size };
};

interface Line {
  readonly text: string;
  readonly size: number;
  readonly baseline: number;
  readonly color: string;
  /** The font's outlines are its thinnest weight: a stroke makes them bold. */
  readonly weight: number;
}

const drawLine = ({ text, size, baseline, color, weight }: Line): string => {
  const scale = size / EM;
  let x = (COVER.width - widthOf(text, size)) / 2 / scale;
  const glyphs = Array.from(text, (char) => {
    const { path, advance } = outlineOf(char);
    const drawn = path === '' ? '' : `<path transform="translate(${x.toFixed(1)} 0)" d="${path}"/>`;
    x += advance;
    return drawn;
  });
  const pen = `fill="${color}" stroke="${color}" stroke-width="${weight}" stroke-linejoin="round"`;
  return `<g transform="translate(0 ${baseline}) scale(${scale} ${-scale})" ${pen}>${glyphs.join('')}</g>`;
};

const BACKGROUND =
  '<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#a8201a"/>' +
  '<stop offset="1" stop-color="#7d1512"/></linearGradient></defs><rect width="900" height="383" fill="url(#g)"/>' +
  `<rect x="18.5" y="18.5" width="863" height="346" fill="none" stroke="${GOLD}" stroke-opacity=".55"/>` +
  `<rect x="24.5" y="24.5" width="851" height="334" fill="none" stroke="${GOLD}" stroke-opacity=".25"/>`;
const RULE = `<path d="M400 296.5H500" stroke="${GOLD}" stroke-opacity=".8"/>`;

/** The cover of an article that brings none, as SVG: its title, and who publishes it. Outlines only, so no font is needed. */
export const drawCover = (title: string, publisher: string): string => {
  const { lines, size } = setTitle(title);
  const leading = size * 1.36;
  const top = 160 - ((lines.length - 1) * leading) / 2 + size * 0.36;
  const drawn = lines.map((text, index) =>
    drawLine({ text, size, baseline: top + index * leading, color: INK, weight: 46 }),
  );
  const below = drawLine({ text: publisher, size: 24, baseline: 334, color: GOLD, weight: 26 });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${COVER.width}" height="${COVER.height}">` +
    `${BACKGROUND}${drawn.join('')}${RULE}${below}</svg>`
  );
};

/** The same title and publisher give the same bytes. */
export const templateCover = async (title: string, publisher: string): Promise<Picture> => {
  const data = await sharp(Buffer.from(drawCover(title, publisher)))
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return { data, mime: 'image/jpeg' };
};
