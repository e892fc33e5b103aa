/**
 * What the oracle takes for the same: written anew, on purpose, and not shared with `src/audits/`. A fault there must not
 * hide itself here.
 */
export interface Folded {
  readonly text: string;
  /** Index into the text as given for each unit. */
  readonly from: readonly number[];
}

const QUOTES = /[\u2018\u2019\u201a\u201b`\u00b4]/u;
const DOUBLE_QUOTES = /[\u201c-\u201f\u300c-\u300f\u301d-\u301f\u00ab\u00bb]/u;
const DASHES = /[\u2010-\u2015\u2212\u2500\u2501]/u;
const GONE =
  /[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\ue000-\uf8ff\u0000-\u001f\u007f-\u009f]/u;

const foldChar = (char: string): string => {
  if (QUOTES.test(char)) return "'";
  if (DOUBLE_QUOTES.test(char)) return '"';
  if (DASHES.test(char)) return '-';
  if (/[\u2022\u30fb\u2027]/u.test(char)) return '·';
  return Array.from(char === '…' ? char : char.normalize('NFKC'), (part) => (GONE.test(part) ? '' : part)).join('');
};

export const fold = (text: string): Folded => {
  const from: number[] = [];
  let folded = '';
  let at = 0;
  for (const char of text) {
    const to = foldChar(char);
    for (let unit = 0; unit < to.length; unit += 1) from.push(at);
    folded += to;
    at += char.length;
  }
  return { text: folded, from };
};
