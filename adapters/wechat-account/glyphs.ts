import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import type { Font } from 'fontkit';

const FAMILY = '@fontsource-variable/noto-sans-sc';
const require = createRequire(import.meta.url);

/** The outline of one character, in units of the font (1000 per em, y upwards). */
export interface Outline {
  readonly path: string;
  readonly advance: number;
}
export const EM = 1_000;
const MISSING: Outline = { path: '', advance: EM / 2 };

interface Slice {
  readonly file: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** `U+ff03-ff04,U+ff07`; names are `[119]` or `latin`. */
const readSlices = (): Slice[] => {
  const listed = JSON.parse(readFileSync(require.resolve(`${FAMILY}/unicode.json`), 'utf8')) as Record<string, string>;
  return Object.entries(listed).map(([name, ranges]) => ({
    file: `noto-sans-sc-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`,
    ranges: ranges.split(',').map((range) => {
      const [from = '', to = from] = range.replace('U+', '').split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    }),
  }));
};

const fonts = new Map<string, Font>();
const openFont = (file: string): Font => {
  const known = fonts.get(file);
  if (known) return known;
  const font = fontkit.create(readFileSync(require.resolve(`${FAMILY}/files/${file}`)));
  if ('fonts' in font) throw new Error(`${file} is a collection`);
  fonts.set(file, font);
  return font;
};

let slices: readonly Slice[] | null = null;
const outlines = new Map<number, Outline>();

const readOutline = (point: number): Outline => {
  slices ??= readSlices();
  const slice = slices.find(({ ranges }) => ranges.some(([from, to]) => from <= point && point <= to));
  const font = slice && openFont(slice.file);
  if (!font?.hasGlyphForCodePoint(point)) return MISSING;
  const glyph = font.glyphForCodePoint(point);
  return { path: glyph.path.toSVG(), advance: glyph.advanceWidth };
};

/** The outline of a character, from the web font's slice that holds it; no font need be installed. */
export const outlineOf = (char: string): Outline => {
  const point = char.codePointAt(0) ?? 0;
  const known = outlines.get(point) ?? readOutline(point);
  outlines.set(point, known);
  return known;
};
