import { load, type CheerioOptions } from 'cheerio';

/** What a reader sees, and where each unit of it stands in the HTML: [-1, -1] for line breaks and what cannot be told. */
export interface Visible {
  readonly text: string;
  readonly raw: readonly (readonly [start: number, end: number])[];
}

const UNSEEN = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'head',
  'title',
  'iframe',
  'textarea',
  'select',
  'svg',
  'object',
]);
const BREAKS = new Set(
  (
    'address article aside blockquote body br button caption center dd details div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr label legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);
/** Only what is read here of a parse5 tree. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly data?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
  readonly sourceCodeLocation?: { readonly startOffset: number; readonly endOffset: number } | null;
}

const NOWHERE: readonly [number, number] = [-1, -1];
const REFERENCE = /^&(?:#x[0-9a-f]+|#\d+|[a-z][a-z0-9]*);?/i;

/** Raw place of each unit of a text node; a character reference may stand for two units. */
const placesOf = (data: string, raw: string, offset: number): (readonly [number, number])[] => {
  const places: (readonly [number, number])[] = [];
  let at = 0;
  for (let unit = 0; unit < data.length; unit += 1) {
    const reference = raw[at] === '&' ? REFERENCE.exec(raw.slice(at, at + 40))?.[0] : undefined;
    if (reference !== undefined && data[unit] !== '&') {
      places.push([offset + at, offset + at + reference.length]);
      at += reference.length;
    } else if (raw[at] === data[unit]) {
      places.push([offset + at, offset + at + 1]);
      at += reference !== undefined && /^&amp;?$/i.test(reference) ? reference.length : 1;
    } else if (raw[at] === '\r' && data[unit] === '\n') {
      places.push([offset + at, offset + at + 1]);
      at += raw[at + 1] === '\n' ? 2 : 1;
    } else return Array.from(data, () => NOWHERE);
  }
  return places;
};

const isHidden = ({ attribs = {} }: Node): boolean =>
  'hidden' in attribs || /display\s*:\s*none/i.test(attribs['style'] ?? '');

/** The browser's tree (parse5), read by its rules and not by our reader's. */
export const readVisible = (html: string): Visible => {
  const options: CheerioOptions & { sourceCodeLocationInfo: boolean } = { sourceCodeLocationInfo: true };
  const root = load(html, options).root().toArray()[0] as unknown as Node;
  const texts: string[] = [];
  const raw: (readonly [number, number])[] = [];
  const put = (text: string, places: readonly (readonly [number, number])[]): void => {
    texts.push(text);
    for (const place of places) raw.push(place);
  };
  const walk = (node: Node): void => {
    if (node.type === 'text') {
      const { data = '', sourceCodeLocation: place } = node;
      const source = place ? html.slice(place.startOffset, place.endOffset) : '';
      put(data, place ? placesOf(data, source, place.startOffset) : Array.from({ length: data.length }, () => NOWHERE));
      return;
    }
    if (UNSEEN.has(node.name ?? '') || isHidden(node)) return;
    const isBreak = BREAKS.has(node.name ?? '');
    if (isBreak) put('\n', [NOWHERE]);
    for (const child of node.children ?? []) walk(child);
    if (isBreak) put('\n', [NOWHERE]);
  };
  walk(root);
  return { text: texts.join(''), raw };
};
