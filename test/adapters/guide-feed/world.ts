import type { Effect } from '../../../adapters/contract.ts';
import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { createGuideSandbox } from '../../../adapters/guide-feed/sandbox.ts';
import { writeFeedPage } from '../../../adapters/guide-feed/schema.ts';
import type { GuideSettings } from '../../../adapters/guide-feed/settings.ts';
import { createMemoryFeed, createMemoryIo } from '../../support/memory-io.ts';
import { bareContent, manuscriptOf, settingsOf } from './guides.ts';

export const BASE = 'http://esm.test/base';
const FEED = 'http://yigao.test/feeds/esm/guides';
export const withdrawal = { kind: 'withdrawn' as const, reason: '事项已取消' };

/** One feed, one consumer, no engine: time stands until it is moved. */
export const openWorld = (given: Partial<GuideSettings> = {}) => {
  let now = new Date('2026-11-23T02:00:00Z');
  const feed = createMemoryFeed();
  const calls: string[] = [];
  const state = { feedStatus: 200, pageAnswer: null as Response | null };
  const serveFeed = (url: URL): Response => {
    const after = Number(url.searchParams.get('cursor') ?? 0);
    const rows = feed.entries.map(({ itemId, version, body }, index) => ({
      seq: index + 1,
      itemId,
      version,
      body: body === null ? null : { value: body },
      at: now,
    }));
    const page = writeFeedPage({ rows: rows.filter(({ seq }) => seq > after).slice(0, 3), after, limit: 2 });
    return Response.json(page, { status: state.feedStatus, headers: { etag: `"${page.next}"` } });
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { href } = new URL(request.url);
    if (href.startsWith('http://nobody.test')) throw new TypeError('fetch failed');
    if (href.startsWith(BASE)) return state.pageAnswer ?? sandbox.fetch(request);
    calls.push(`${new URL(href).search} ${request.headers.get('if-none-match') ?? ''}`.trim());
    const answer = serveFeed(new URL(href));
    const known = request.headers.get('if-none-match') === answer.headers.get('etag');
    return known ? new Response(null, { status: 304 }) : answer;
  };
  const options = { base: BASE, folder: null, clock: () => now, callbackUrl: '', feedUrl: FEED, fetch };
  const sandbox = createGuideSandbox(options);
  const settings = settingsOf({ consumerUrl: sandbox.settings.consumerUrl ?? '', ...given });
  const io = (steps = new Map()) => createMemoryIo({ settings, clock: () => now, fetch, feed, steps });
  const advance = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  return { feed, sandbox, calls, state, io, advance, options, now: () => now };
};
export const render = (revision: number, itemId: string, phone = '0598-1') =>
  guideFeed.render(
    manuscriptOf({ ...bareContent, guide: { ...(bareContent.guide as object), phone } as never }, { itemId, revision }),
    settingsOf(),
  );
export const faultOf = (action: Promise<unknown>): Promise<unknown> =>
  action.then(() => null).catch((error: unknown) => error);
export const showsOf = (effects: readonly Effect[]) =>
  effects.map(({ effect, key }) => `${effect} ${key.split('@')[1]}`);
export const receiptAt = (itemId: string, version: number) => ({
  state: 'live' as const,
  remoteId: `${itemId}@${version}`,
  url: `${BASE}/guide/${itemId}`,
});
export const ID = '0c0c9f3e-6f43-4f2b-9d0f-3f0d6a4f7a11';
