import { fold } from './fold.ts';
import { linesOf, type Verdict } from './oracle.ts';

/** One replacement in a text; an empty stretch inserts, an empty text deletes. Offsets never overlap in one mutation. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const editText = (text: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end), text);

const OPEN_PARAGRAPH = /<p\b[^>]*>(?:\s|&nbsp;|&emsp;|&#\d+;|\u3000|<(?:span|font|strong|b)\b[^>]*>)*$/i;

/** How the page's author would break a paragraph at this place of the HTML. */
const breakAt = (html: string, at: number): string => {
  const open = OPEN_PARAGRAPH.exec(html.slice(Math.max(0, at - 400), at))?.[0];
  if (open === undefined) return '<br>\u3000\u3000';
  const inner = Array.from(open.matchAll(/<(span|font|strong|b)\b/gi), (match) => `</${match[1]}>`).toReversed();
  return `${inner.join('')}</p>\n${open}`;
};

/** The same edits made in the HTML, where the oracle says that each line stands; null where it cannot tell. */
export const editHtml = (html: string, text: string, verdict: Verdict, edits: readonly Edit[]): string | null => {
  const raw: { start: number; end: number; put: string }[] = [];
  const starts: number[] = [];
  let offset = 0;
  for (const line of linesOf(text)) {
    starts.push(offset);
    offset += line.length + 1;
  }
  /** The unit of the visible text that stands for `at` of the text; for a line's end the one before, and `after`. */
  const rawAt = (at: number): readonly [number, number] | null => {
    const line = starts.findLastIndex((start) => start <= at);
    const lineText = linesOf(text)[line] ?? '';
    const place = verdict.places[line];
    if (place === null || place === undefined) return null;
    const { from } = fold(lineText);
    const within = from.findIndex((unit) => unit >= at - (starts[line] ?? 0));
    const unit = verdict.folded.from[within < 0 ? place + from.length - 1 : place + within];
    const found = unit === undefined ? undefined : verdict.visible.raw[unit];
    if (found === undefined || found[0] < 0) return null;
    return within < 0 ? [found[1], found[1]] : found;
  };
  for (const { start, end, text: put } of edits) {
    const first = rawAt(start);
    if (first === null) return null;
    const shown = put.replace(/\n/g, () => breakAt(html, first[0]));
    raw.push({ start: first[0], end: first[0], put: shown });
    const gone = new Map<number, number>();
    for (let at = start; at < end; at += 1) {
      if (fold(text[at] ?? '').text === '') continue;
      const place = rawAt(at);
      if (place === null) return null;
      gone.set(place[0], place[1]);
    }
    for (const [from, to] of gone) raw.push({ start: from, end: to, put: '' });
  }
  return raw
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((done, { start, end, put }) => done.slice(0, start) + put + done.slice(end), html);
};
