/** A text as it is compared: width, quotes, dashes and space folded away, with the way back to the text as given. */
export interface Normalised {
  readonly source: string;
  readonly text: string;
  /** The same, as numbers. */
  readonly units: Uint16Array;
  /** Where each unit of `text` stands in `source`; one more at the end. */
  readonly at: Int32Array;
}

const FOLDS: readonly (readonly [to: string, from: string])[] = [
  ['"', '“”„‟＂「」『』〝〞〟«»﹁﹂﹃﹄'],
  ["'", '‘’‚‛＇`´′'],
  ['-', '–—―‐‑‒−－─━﹣﹘⸺⸻'],
  ['·', '•・‧∙⋅'],
  ['~', '～〜∼˜'],
  ['…', '⋯'],
];
const isInvisible = (code: number): boolean =>
  code <= 0x20 ||
  (code >= 0x7f && code <= 0xa0) ||
  code === 0xad ||
  code === 0x34f ||
  code === 0x115f ||
  code === 0x180e ||
  (code >= 0x2000 && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202f) ||
  (code >= 0x205f && code <= 0x206f) ||
  code === 0x3000 ||
  code === 0x3164 ||
  // Private use: icon fonts.
  (code >= 0xe000 && code <= 0xf8ff) ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  code === 0xfeff;

/** Each unit: 0 to drop it, itself or its fold; `WIDE` when the fold is longer than one unit. */
const WIDE = 0xffff;
const wide = new Map<number, string>();
const table: Uint16Array = (() => {
  const folded = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code += 1) {
    if (isInvisible(code)) continue;
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    const to = isSurrogate ? String.fromCharCode(code) : String.fromCharCode(code).normalize('NFKC');
    const kept = Array.from(to, (char) => (isInvisible(char.codePointAt(0) ?? 0) ? '' : char)).join('');
    if (kept.length === 1) folded[code] = kept.charCodeAt(0);
    else if (kept.length > 1) {
      folded[code] = WIDE;
      wide.set(code, kept);
    }
  }
  for (const [to, from] of FOLDS) {
    for (const char of from) {
      folded[char.charCodeAt(0)] = to.charCodeAt(0);
      wide.delete(char.charCodeAt(0));
    }
  }
  folded['…'.charCodeAt(0)] = '…'.charCodeAt(0);
  return folded;
})();

/** How much longer the folds make a text: nearly always nothing. */
const foldedLength = (source: string): number => {
  let length = source.length;
  for (let index = 0; index < source.length; index += 1) {
    const code = source.charCodeAt(index);
    if (table[code] === WIDE) length += (wide.get(code) ?? '').length;
  }
  return length;
};

/** Linear and without regular expressions: the page is up to millions of characters. Lone surrogates stay as they are. */
export const normalise = (source: string): Normalised => {
  const most = foldedLength(source);
  const units = new Uint16Array(most);
  const at = new Int32Array(most + 1);
  let length = 0;
  for (let index = 0; index < source.length; index += 1) {
    const code = source.charCodeAt(index);
    const unit = table[code] ?? 0;
    if (unit === 0) continue;
    const folds = unit === WIDE ? (wide.get(code) ?? '') : null;
    for (let fold = 0; fold < (folds?.length ?? 1); fold += 1) {
      units[length] = folds === null ? unit : folds.charCodeAt(fold);
      at[length] = index;
      length += 1;
    }
  }
  at[length] = source.length;
  const kept = units.subarray(0, length);
  return { source, text: unitsToText(kept), units: kept, at: at.subarray(0, length + 1) };
};

/** As units, not as characters: lone surrogates stay as they are. */
const unitsToText = (units: Uint16Array): string =>
  Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString('utf16le');
