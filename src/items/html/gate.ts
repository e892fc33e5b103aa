import sanitizeHtml from 'sanitize-html';
import { issue, type Issue } from '../../core/issues.ts';
import { cleanText, refusals } from '../clean-text.ts';
import { cleanLink, isAssetSource, PUBLIC_SCHEMES } from './link.ts';

/** Deeper is no text a person wrote: pasted WeChat articles reach about 40. Bounds the parsers' work, too. */
const MAX_DEPTH = 100;
/** Opening and closing ones together: a table of 5,000 rows by 10 columns has 110,000. */
const MAX_TAGS = 150_000;
/** So many different losses tell the story; more would bury the other issues. */
const MAX_DROPS = 50;

/** What the subset has under another name. `div` means "a block of its own" to the next step and does not survive it. */
const RENAMED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'address article aside body center dd details dl dt fieldset footer header hgroup html main nav section summary'
      .split(' ')
      .map((name) => [name, 'div']),
  ),
  h1: 'h2',
  h5: 'h4',
  h6: 'h4',
  b: 'strong',
  i: 'em',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
};
/** Carries no meaning: unwrapped without a word. Office namespaces (`o:p`, `st1:…`) too. */
const SILENT = new Set(
  'span font picture source col colgroup wbr nobr label bdi html body head article section div center dl dt dd main'.split(
    ' ',
  ),
);
/** Dropped with everything inside: code, embedded things, forms, and what parsers disagree about. */
const WITH_CONTENT = (
  'applet audio button canvas datalist embed form frame frameset iframe input map math meter noembed noframes ' +
  'noscript object option plaintext progress script select style svg template textarea title video xmp'
).split(' ');
const SUBSET =
  'a blockquote br caption code div em figcaption figure h2 h3 h4 hr img li ol p pre strong sub sup table tbody td tfoot th thead tr ul'.split(
    ' ',
  );

const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;
const TEXT_ALIGN = /(?:^|;)\s*text-align\s*:\s*(?:-webkit-|-moz-)?(\w+)/i;
/** `left` undoes what an element around asks for, and is written nowhere. */
const ALIGNMENTS: Readonly<Record<string, string>> = {
  center: 'center',
  middle: 'center',
  right: 'right',
  end: 'right',
  left: 'left',
  start: 'left',
  justify: 'left',
};

class TooComplex extends Error {}

type Attributes = Readonly<Record<string, string>>;
type Drop = (name: string) => void;

const alignOf = (name: string, attributes: Attributes): string | undefined => {
  if (name === 'center') return 'center';
  const asked = attributes['data-align'] ?? TEXT_ALIGN.exec(attributes.style ?? '')?.[1] ?? attributes.align ?? '';
  return ALIGNMENTS[asked.toLowerCase()];
};

const isHidden = ({ hidden, style = '' }: Attributes): boolean => hidden !== undefined || HIDDEN.test(style);

/** Says once what it drops, in words for the writer of the page. */
const createDropLog = (field: string, issues: Issue[]): Drop => {
  const told = new Set<string>();
  return (name) => {
    if (told.has(name) || told.size >= MAX_DROPS) return;
    told.add(name);
    issues.push(issue(field, 'dropped-element', { name: name.slice(0, 40) }, 'warn'));
  };
};

const countTags = (html: string): number => {
  let count = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) count += 1;
  return count;
};

/** Stops the parser where nesting passes what a text can need. */
const createDepthGuard = () => {
  let depth = 0;
  return {
    onOpenTag: () => {
      depth += 1;
      if (depth > MAX_DEPTH) throw new TooComplex();
    },
    onCloseTag: () => {
      depth -= 1;
    },
  };
};

const linkAttributes = ({ href }: Attributes, drop: Drop): Record<string, string> => {
  const clean = href === undefined ? null : cleanLink(href);
  if (href !== undefined && clean === null) drop(`a（${href}）`);
  return clean === null ? {} : { href: clean };
};

const imageIssues = ({ src, 'data-src': lazy = '', alt = '' }: Attributes, field: string, at: number): Issue[] => {
  const source = src ?? lazy;
  if (!isAssetSource(source)) return [issue(field, 'foreign-image', { src: source.slice(0, 80), at })];
  return cleanText(alt, field).text === '' ? [issue(field, 'image-without-alt', { at })] : refusals(alt, field);
};

/** Renames into the subset, turns every way to align into one, and tells what will be lost. */
const createTransform = (field: string, issues: Issue[]) => {
  const drop = createDropLog(field, issues);
  let images = 0;
  return (name: string, attributes: Attributes): sanitizeHtml.Tag => {
    if (isHidden(attributes)) {
      drop('隐藏内容');
      return { tagName: 'template', attribs: {} };
    }
    const tagName = RENAMED[name] ?? name;
    if (!SUBSET.includes(tagName) && !SILENT.has(name) && !name.includes(':')) drop(name);
    if (name === 'img') issues.push(...imageIssues(attributes, field, (images += 1)));
    const align = alignOf(name, attributes);
    const own = name === 'a' ? linkAttributes(attributes, drop) : attributes;
    return { tagName, attribs: { ...own, 'data-align': align ?? '' } };
  };
};

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: SUBSET,
  nonTextTags: WITH_CONTENT,
  allowedAttributes: {
    '*': ['data-align'],
    a: ['href'],
    img: ['src', 'alt'],
    ol: ['start'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
  },
  allowedSchemes: [...PUBLIC_SCHEMES],
  allowedSchemesByTag: { img: ['asset'] },
  allowProtocolRelative: false,
};

/**
 * The security gate: markup of any origin down to the tags and attributes of the subset, before a tree is built from
 * it. Markup too deep or too long to be a text is refused whole.
 */
export const gate = (html: string, field: string): { html: string; issues: Issue[] } => {
  const issues: Issue[] = [];
  try {
    if (countTags(html) > MAX_TAGS) throw new TooComplex();
    const transform = createTransform(field, issues);
    const clean = sanitizeHtml(html, { ...OPTIONS, transformTags: { '*': transform }, ...createDepthGuard() });
    return { html: clean, issues };
  } catch (error) {
    if (!(error instanceof TooComplex)) throw error;
    return { html: '', issues: [issue(field, 'too-complex', { depth: MAX_DEPTH, tags: MAX_TAGS })] };
  }
};
