import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { createGuideSandbox } from '../../../adapters/guide-feed/sandbox.ts';
import type { Effect } from '../../../adapters/contract.ts';
import { portalColumn } from '../../../adapters/portal-column/index.ts';
import { createCmsSandbox, createPortalSandbox } from '../../../adapters/portal-column/sandbox.ts';
import { wechatAccount } from '../../../adapters/wechat-account/index.ts';
import { readPage } from '../../../adapters/wechat-account/read-page.ts';
import { createWechatSandbox } from '../../../adapters/wechat-account/sandbox.ts';
import type { ContentInput } from '../../../src/core/content.ts';
import { loadManuscript } from '../../../src/deliveries/manuscript.ts';
import { buildGuideContent } from '../factories.ts';
import { CHANNEL, type Stage, type StageOptions } from '../stage.ts';

/** A move that readers notice: a revision goes up, or comes down. */
export interface Move {
  readonly up: boolean;
  readonly revision: number;
}

export interface FaultChannel {
  readonly name: string;
  readonly open: () => StageOptions;
  /** A new revision takes the place of the old one; otherwise both would stand side by side. */
  readonly inPlace: boolean;
  /** `tag` is in the title, so that the item is found among others. */
  readonly content: (tag: string, version: number) => Partial<ContentInput>;
  /** The effects readers notice: `up` or not, and the revision by the effect's key. */
  readonly moves: (effects: readonly Effect[], itemId: string) => Move[];
  readonly refusals: Readonly<Record<'quota' | 'token', () => Response>>;
  /** Revisions readers can reach, by the platform's public pages. */
  readonly copies: (stage: Stage, itemId: string, tag: string) => Promise<(number | null)[]>;
  /** Makes the platform list late, beyond its doing everything late. */
  readonly lists?: (stage: Stage, afterMs: number) => Promise<void>;
}

const BASE = 'http://platform.test/base';

const text = async ({ world }: Stage, path: string): Promise<string> => (await world.fetch(`${BASE}${path}`)).text();

const movesBy =
  (verbs: Readonly<Record<string, boolean>>, key: RegExp, revisionOf: (digits: number) => number = (n) => n) =>
  (effects: readonly Effect[], itemId: string): Move[] =>
    effects.flatMap((each) => {
      const up = verbs[each.effect];
      const [, item, digits] = key.exec(each.key) ?? [];
      return up === undefined || item !== itemId ? [] : [{ up, revision: revisionOf(Number(digits)) }];
    });

const status = (code: number) => () => new Response('', { status: code });
const errcode = (code: number) => () => Response.json({ errcode: code, errmsg: 'injected' });

const notice = (tag: string, version: number): Partial<ContentInput> => ({
  title: `停水通知${tag}${version > 1 ? `（更正${version - 1}）` : ''}`,
  body: `<p>因管网检修，第${version}次通知，11月25日8时至18时部分路段停水。</p>`,
});

/** What the page at the item's own address shows, and whether the list agrees. */
const located =
  (list: string) =>
  async (stage: Stage, itemId: string, tag: string): Promise<(number | null)[]> => {
    const { world } = stage;
    const channel = world.ctx.channels.get(CHANNEL);
    if (!channel) throw new Error('no channel');
    const { adapter, settings } = channel;
    const row = await world.delivery(itemId);
    const rendition = adapter.render(
      await loadManuscript(world.ctx.db, { itemId, revision: row.desiredRevision }),
      settings,
    );
    const refuse = () => Promise.reject(new Error('a reader has no effects'));
    const copy = await adapter.locate(rendition, null, {
      settings,
      signal: new AbortController().signal,
      now: () => world.now(),
      fetch: world.fetch,
      step: refuse,
      asset: refuse,
      spend: () => Promise.resolve(),
      callbacks: () => Promise.resolve([]),
      feed: { put: refuse },
    });
    const isListed = (await text(stage, list)).includes(tag);
    if (isListed !== (copy !== null))
      throw new Error(`the list ${isListed ? 'shows' : 'misses'} ${tag}, its page does not`);
    return copy ? [copy.revision] : [];
  };

const ENTRY = /<a href="([^"]+)"[^>]*>\s*<div>\s*<h2>([^<]*)<\/h2>/g;

const wechatCopies = async (stage: Stage, itemId: string, tag: string): Promise<(number | null)[]> => {
  const entries = Array.from((await text(stage, '/')).matchAll(ENTRY), ([, url = '', title = '']) => ({ url, title }));
  const pages = await Promise.all(
    entries
      .filter(({ title }) => title.includes(tag))
      .map(async ({ url }) => readPage(await (await stage.world.fetch(url)).text())),
  );
  return pages.map((page) => {
    const [, id, digits] = /\/r\/([^/]+)\/(\d+)$/.exec(page.kind === 'article' ? page.sourceUrl : '') ?? [];
    return id === itemId ? Number(digits) : null;
  });
};

const PORTAL_MOVES = movesBy({ publish: true, update: true, withdraw: false }, /^(.+)@(\d+)#/);

/** Every kind of channel there is, the two ways of the portal apart. */
export const FAULT_CHANNELS: readonly FaultChannel[] = [
  {
    name: 'portal-folder',
    inPlace: true,
    open: () => ({ adapter: portalColumn, createSandbox: createPortalSandbox }),
    content: notice,
    moves: PORTAL_MOVES,
    refusals: { quota: status(503), token: status(403) },
    copies: located('/tzgg/'),
  },
  {
    name: 'portal-cms',
    inPlace: true,
    open: () => ({ adapter: portalColumn, createSandbox: createCmsSandbox }),
    content: notice,
    moves: PORTAL_MOVES,
    refusals: { quota: status(429), token: status(401) },
    copies: located('/'),
  },
  {
    name: 'wechat-account',
    inPlace: false,
    open: () => ({ adapter: wechatAccount, createSandbox: createWechatSandbox }),
    content: notice,
    moves: movesBy({ published: true, 'freepublish/delete': false }, /\/r\/([^/]+)\/(\d+)$/),
    refusals: { quota: errcode(45_009), token: errcode(40_001) },
    copies: wechatCopies,
    lists: async ({ sandbox }, listedAfterMs) => {
      const body = JSON.stringify({ listedAfterMs });
      await sandbox.fetch(new Request(`${BASE}/__switches`, { method: 'POST', body }));
    },
  },
  {
    name: 'guide-feed',
    inPlace: true,
    open: () => ({ adapter: guideFeed, createSandbox: createGuideSandbox }),
    content: (tag, version) => ({ ...buildGuideContent({ promisedDays: version }), title: `低保办理指南${tag}` }),
    moves: movesBy({ show: true, hide: false }, /^(.+)@(\d+)$/, (version) => Math.ceil(version / 2)),
    refusals: { quota: status(429), token: status(403) },
    copies: located('/'),
  },
];
