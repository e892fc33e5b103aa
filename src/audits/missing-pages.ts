import { randomBytes } from 'node:crypto';
import { likeness, siblingOf } from './crawl/soft-gone.ts';
import type { Crawler } from './look.ts';
import type { Page } from './page.ts';
import { decode } from './read/decode.ts';
import { readPageAsync } from './read/read-page.ts';

type Shown = Pick<Page, 'title' | 'text'>;

/** How a site answers addresses that nobody ever made, asked once per folder and while. Null: by 404, or nobody can tell. */
export interface MissingPages {
  near(url: string): Promise<Shown | null>;
}

const MAX_KEPT = 500;
/** So alike, and the site shows the same to everybody, whatever the address. */
const ALIKE = 0.9;
/** Who answers so guards the door or mends the house; it says nothing of what is behind. */
const WALL = /验证码|安全验证|人机|访问(过于)?频繁|已被?拦截|防火墙|系统维护|升级维护|请(先)?登录/;

const show = async (crawler: Crawler, url: string): Promise<Shown | null> => {
  const look = await crawler.look({ url });
  if (look.kind !== 'page') return null;
  const decoded = decode(look.body, look.headers);
  return decoded.kind === 'text' ? readPageAsync(decoded.pieces, look.url) : null;
};

/** A page that the home page shows too is an outage or a wall in front of all, not the way this site says “not there”. */
const learn = async (crawler: Crawler, sibling: string): Promise<Shown | null> => {
  const page = await show(crawler, sibling);
  if (page === null || WALL.test(page.text)) return null;
  const home = await show(crawler, `${new URL(sibling).origin}/`);
  return home === null || likeness(home.text, page.text) > ALIKE ? null : { title: page.title, text: page.text };
};

export const createMissingPages = (crawler: Crawler, keepMs: number): MissingPages => {
  const token = randomBytes(8).toString('hex');
  const kept = new Map<string, { readonly at: number; readonly page: Promise<Shown | null> }>();
  return {
    near: (url) => {
      const sibling = siblingOf(url, token);
      const now = performance.now();
      const known = kept.get(sibling);
      if (known && now - known.at < keepMs) return known.page;
      if (kept.size >= MAX_KEPT) kept.clear();
      const page = learn(crawler, sibling);
      kept.set(sibling, { at: now, page });
      return page;
    },
  };
};
