import { isVisible, scrub } from '../clean-text.ts';

/** A piece of a paragraph: text, a line break or an image, and the marks around it as opening tags in canonical order. */
export interface Leaf {
  readonly text: string;
  readonly kind: 'text' | 'br' | 'img';
  readonly marks: readonly string[];
}
/** Leaves between two line breaks. */
export type Line = readonly Leaf[];

/** Outermost first. One order for all, so that `<em><strong>` and `<strong><em>` are the same bytes. */
const MARK_ORDER = ['a', 'strong', 'em', 'code', 'sub', 'sup'];
export const isMark = (name: string): boolean => MARK_ORDER.includes(name);

const nameOf = (mark: string): string => /\w+/.exec(mark)?.[0] ?? '';
const rank = (mark: string): number => MARK_ORDER.indexOf(nameOf(mark));

/** The marks with one more; the same mark inside itself says nothing, and an inner link wins. */
export const addMark = (marks: readonly string[], mark: string): readonly string[] =>
  [...marks.filter((other) => rank(other) !== rank(mark)), mark].sort((a, b) => rank(a) - rank(b));

const shared = (a: readonly string[], b: readonly string[]): number => {
  const differs = a.findIndex((mark, index) => mark !== b[index]);
  return differs < 0 ? a.length : differs;
};

export const escapeText = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
/** An accent that begins a text would be melted by NFC into the `>` before it: it goes by its number. */
const escapeAccent = (text: string): string => text.replace(/^\p{M}/u, (mark) => `&#${mark.codePointAt(0) ?? 0};`);
export const escapeAttribute = (text: string): string => escapeText(text).replace(/"/g, '&quot;');

const sameMarks = (a: Leaf, b: Leaf): boolean => a.marks.join() === b.marks.join();

/** Neighbours of the same marks as one leaf, then NFC: only now do a letter and its accent stand together. */
const join = (leaves: readonly Leaf[]): Leaf[] => {
  const joined: Leaf[] = [];
  for (const leaf of leaves) {
    const last = joined.at(-1);
    if (last?.kind === 'text' && leaf.kind === 'text' && sameMarks(last, leaf))
      joined[joined.length - 1] = { ...last, text: last.text + leaf.text };
    else joined.push(leaf);
  }
  return joined.map((leaf) => (leaf.kind === 'text' ? { ...leaf, text: leaf.text.normalize('NFC') } : leaf));
};

const scrubLeaves = (leaves: readonly Leaf[]): Leaf[] =>
  leaves
    .map((leaf) => (leaf.kind === 'text' ? { ...leaf, text: scrub(leaf.text) } : leaf))
    .filter(({ text }) => text !== '');

const trimEdge = (leaves: readonly Leaf[], edge: 'trimStart' | 'trimEnd'): Leaf[] => {
  const rest = [...leaves];
  const at = edge === 'trimStart' ? 0 : -1;
  for (let leaf = rest.at(at); leaf?.kind === 'text'; leaf = rest.at(at)) {
    const text = leaf.text[edge]();
    if (text !== '') {
      rest[at === 0 ? 0 : rest.length - 1] = { ...leaf, text };
      break;
    }
    if (at === 0) rest.shift();
    else rest.pop();
  }
  return rest;
};

/** One space for a run of white space, also across leaves. Full-width spaces inside a line stay: they align names. */
const collapse = (leaves: readonly Leaf[]): Leaf[] => {
  let afterSpace = false;
  return leaves.flatMap((leaf) => {
    if (leaf.kind !== 'text') {
      afterSpace = false;
      return [leaf];
    }
    const single = leaf.text.replace(/[ \t\n\f\u00a0]+/g, ' ');
    const text = afterSpace && single.startsWith(' ') ? single.slice(1) : single;
    afterSpace = text === '' ? afterSpace : text.endsWith(' ');
    return text === '' ? [] : [{ ...leaf, text }];
  });
};

/** Lines of a paragraph, each cleaned and trimmed; an empty one stands where two breaks followed each other. */
export const toLines = (leaves: readonly Leaf[]): Line[] => {
  const lines: Leaf[][] = [[]];
  for (const leaf of scrubLeaves(leaves)) {
    if (leaf.kind === 'br') lines.push([]);
    else lines.at(-1)?.push(leaf);
  }
  return lines.map((line) => join(trimEdge(trimEdge(collapse(join(line)), 'trimStart'), 'trimEnd')));
};

/** Preformatted text as one line whose white space stays. */
export const toPreformatted = (leaves: readonly Leaf[]): Line => {
  const texts = leaves.map((leaf): Leaf => (leaf.kind === 'br' ? { ...leaf, kind: 'text', text: '\n' } : leaf));
  const plain = scrubLeaves(texts).map((leaf) => ({ ...leaf, text: leaf.text.replace(/\u00a0/g, ' ') }));
  return trimEdge(trimEdge(join(plain), 'trimStart'), 'trimEnd');
};

const closeTo = (open: string[], depth: number): string =>
  open
    .splice(depth)
    .toReversed()
    .map((mark) => `</${nameOf(mark)}>`)
    .join('');

const write = ({ kind, text }: Leaf): string => (kind === 'text' ? escapeAccent(escapeText(text)) : text);

const breakBetween = (before: Line, after: Line): Leaf => {
  const marks = before.at(-1)?.marks ?? [];
  return { kind: 'br', text: '<br>', marks: marks.slice(0, shared(marks, after[0]?.marks ?? [])) };
};

/** Lines as markup, a `<br>` between them; each mark opened once for a run of leaves that share it. */
export const writeLines = (lines: readonly Line[]): string => {
  const leaves = lines.flatMap((line, index) => {
    const before = lines[index - 1];
    return before ? [breakBetween(before, line), ...line] : line;
  });
  const open: string[] = [];
  const body = leaves.map((leaf) => {
    const depth = shared(open, leaf.marks);
    const closing = closeTo(open, depth);
    const opening = leaf.marks.slice(depth);
    open.push(...opening);
    return closing + opening.join('') + write(leaf);
  });
  return body.join('') + closeTo(open, 0);
};

/** Whether a reader of this canonical markup would see anything: its attributes hold no `<` or `>`. */
export const hasContent = (markup: string): boolean =>
  markup.includes('<img ') || isVisible(markup.replace(/<[^>]*>/g, ''));
