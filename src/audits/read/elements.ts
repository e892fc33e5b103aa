/** Start a line of their own. Others run on inside it: 'split <span>s' are one word. */
export const BLOCKS: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption ' +
    'figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main marquee menu nav ol p pre section ' +
    'summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);

/** Never text for a reader. */
export const UNREAD: ReadonlySet<string> = new Set(
  (
    'script style noscript template iframe object applet audio video canvas svg math textarea select datalist ' +
    'noframes title'
  ).split(' '),
);

const ASIDE_TAGS: ReadonlySet<string> = new Set(['nav', 'aside', 'footer', 'figcaption', 'button', 'label', 'form']);
const ASIDE_NAMES = new RegExp(
  '(?:^|[-_ ])(?:ads?|advert\\w*|adv|gg|guanggao|share|bdshare|jiathis|nav\\w*|menu|footer|copyright|relat\\w*|recommend\\w*|' +
    'comments?|pinglun|toolbar|tools?|tags?|pager|pages?nav|pagination|fenye|bread\\w*|crumbs?|caption|tips?|qrcode|ewm|' +
    'erweima|hot\\w*|rank\\w*|sidebar|side|pic-?(?:info|text|title|desc)|img-?(?:info|text|title|desc|note)|picnote|' +
    'imgnote|editor|zebian|zrbj|prev|next|fontsize|font-?size|print|vote|login|search)(?:$|[-_ \\d])',
  'i',
);
const asides = new Map<string, boolean>();
/** Class names repeat by the thousand on a page and across pages; forgotten before they could fill the memory. */
const ASIDES_KEPT = 5_000;

export const isAside = (tag: string, names: string): boolean => {
  if (ASIDE_TAGS.has(tag)) return true;
  if (names === '') return false;
  const known = asides.get(names);
  if (known !== undefined) return known;
  if (asides.size > ASIDES_KEPT) asides.clear();
  const found = ASIDE_NAMES.test(names.replace(/([a-z])([A-Z])/g, '$1-$2'));
  asides.set(names, found);
  return found;
};

const HIDDEN_STYLE = /display\s*:\s*none/i;
/** WeChat holds its article under `visibility: hidden` until a script shows it: only `display` counts. */
export const isHidden = (attributes: Readonly<Record<string, string>>): boolean =>
  attributes['hidden'] !== undefined || HIDDEN_STYLE.test(attributes['style'] ?? '');

const ALIGN = /text-align\s*:\s*(\w+)/i;
export const lookOf = (attributes: Readonly<Record<string, string>>): string => {
  const align = attributes['align'] ?? ALIGN.exec(attributes['style'] ?? '')?.[1] ?? '';
  return `${attributes['class'] ?? ''}|${align.toLowerCase()}`;
};
