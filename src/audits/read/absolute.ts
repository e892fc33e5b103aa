import { parseUrl } from '../../core/urls.ts';

/** Paths and addresses that `URL` would give back as they are: letters, digits and a few marks, no `.` or `..` segments. */
const PLAIN_PATH = /^\/(?!\/)[\w\-./~]*$/;
const PLAIN_ADDRESS = /^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\/[\w\-./~]*$/;
const DOTTED = /\/\./;

/** Resolves addresses against a base; null where there is none to be made. A page has hundreds, nearly all plain. */
export const createAbsolute = (base: string): ((href: string) => string | null) => {
  const origin = parseUrl(base)?.origin ?? null;
  return (href) => {
    if (!DOTTED.test(href)) {
      if (origin !== null && origin !== 'null' && PLAIN_PATH.test(href)) return origin + href;
      // An ACE label (`xn--`) may be refused or rewritten.
      if (PLAIN_ADDRESS.test(href) && !href.includes('xn--')) return href;
    }
    return parseUrl(href, base)?.href ?? null;
  };
};
