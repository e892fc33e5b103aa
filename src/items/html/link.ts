import { parseUrl } from '../../core/urls.ts';

/** Where a published text may point: nothing that runs, nothing relative to a page it will not stand on. */
export const PUBLIC_SCHEMES = ['http', 'https', 'mailto', 'tel'] as const;

const PROTOCOLS: ReadonlySet<string> = new Set(PUBLIC_SCHEMES.map((scheme) => `${scheme}:`));
/** Beyond it is no address a person gave; browsers and platforms cut there or earlier. */
const MAX_LENGTH = 2_000;

/** The address as a browser would write it (ASCII; tabs and line breaks in disguised schemes gone); null: not for publication. */
export const cleanLink = (href: string): string | null => {
  const url = href.length > MAX_LENGTH ? null : parseUrl(href);
  if (url === null || !PROTOCOLS.has(url.protocol) || url.username !== '' || url.password !== '') return null;
  return url.href;
};

const ASSET_SOURCE = /^asset:[0-9a-f]{64}$/;
/** An image of our own store, named by the SHA-256 of its bytes: the only kind a body may show. */
export const isAssetSource = (src: string): boolean => ASSET_SOURCE.test(src);
