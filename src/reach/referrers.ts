import type { Referrer } from '../core/reach.ts';
import { parseUrl } from '../core/urls.ts';

/** Registered names of search engines that readers in China use; `google.` has one name per country. */
const SEARCH =
  /(?:^|\.)(?:baidu\.com|so\.com|sogou\.com|bing\.com|sm\.cn|chinaso\.com|toutiao\.com|duckduckgo\.com|yandex\.(?:com|ru)|yahoo\.(?:com|co\.jp)|google\.[a-z.]{2,6})$/;

/** Where WeChat shows articles, whatever the account. */
const WECHAT = /(?:^|\.)(?:weixin|wx)\.qq\.com$/;

export interface Places {
  /** Addresses below which our own site lies, e.g. `https://www.fjmx.gov.cn/`. */
  readonly site: readonly string[];
  /** Addresses below which our other channels show their copies. */
  readonly channels: readonly string[];
}

const isBelow = (url: string, prefixes: readonly string[]): boolean =>
  prefixes.some(
    (prefix) => url === prefix.replace(/\/$/, '') || url.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`),
  );

/** How a reader came, by the address that the browser told. Null: it was not asked; empty or `-`: there was none. */
export const referrerOf = (referrer: string | null, { site, channels }: Places): Referrer => {
  if (referrer === null) return 'unknown';
  if (referrer === '' || referrer === '-') return 'direct';
  const url = /^https?:\/\//i.test(referrer) ? parseUrl(referrer) : null;
  if (url === null) return 'other';
  if (isBelow(referrer, channels)) return 'channel';
  if (isBelow(referrer, site)) return 'site';
  const { hostname } = url;
  if (WECHAT.test(hostname)) return 'channel';
  return SEARCH.test(hostname) ? 'search' : 'other';
};
