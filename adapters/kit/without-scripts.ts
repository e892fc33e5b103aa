/** Below this a page is parsed in a few milliseconds as it is. */
const LARGE = 500_000;
const OPEN = /<(script|style)[\s>]/gi;
const CLOSE = { script: /<\/script[\s>]/gi, style: /<\/style[\s>]/gi } as const;

const indexAfter = (pattern: RegExp, html: string, from: number): number => {
  pattern.lastIndex = from;
  return pattern.test(html) ? pattern.lastIndex : -1;
};

/**
 * A large page without its scripts and styles, which nobody reads: of three million characters of a WeChat page they are
 * all but some thousand, and building a tree of them holds up everybody else. Linear, also where nothing is ever closed.
 */
export const withoutScripts = (html: string): string => {
  if (html.length < LARGE) return html;
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    OPEN.lastIndex = at;
    const open = OPEN.exec(html);
    if (!open) break;
    const close = indexAfter(open[1]?.toLowerCase() === 'style' ? CLOSE.style : CLOSE.script, html, open.index);
    if (close < 0) break;
    kept.push(html.slice(at, open.index));
    at = html[close - 1] === '>' ? close : html.indexOf('>', close) + 1 || html.length;
  }
  kept.push(html.slice(at));
  return kept.join('');
};
