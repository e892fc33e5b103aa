import { z } from 'zod';
import type { Sandbox, SandboxOptions } from '../contract.ts';
import { createSandboxStore, type SandboxStore } from '../kit/sandbox-store.ts';
import { feedPageSchema, guideEntrySchema, type FeedPage, type GuideEntry } from './schema.ts';
import { isSigned, PUSH_SECRET } from './sandbox/signature.ts';
import { guidePage, listPage, messagePage, type Site } from './sandbox/pages.ts';
import type { GuideSetting } from './settings.ts';

/** Enough to fetch a county's guides in a few calls; the feed itself allows up to 200. */
const PAGE_SIZE = 100;

/** What an editor of the consumer changes by hand. */
const handSchema = z.object({ id: z.string(), from: z.string().min(1), to: z.string() });

/** Where this consumer stands: what it sends with its next call. */
interface Pull {
  readonly cursor: string | null;
  readonly etag: string | null;
}
const START: Pull = { cursor: null, etag: null };

/** What a consumer keeps: the newest entry of every guide, and how far it has read. */
const openShelf = (store: SandboxStore) => {
  const entries = store.collection<GuideEntry>('guides');
  const pulls = store.collection<Pull>('pull');
  const wasShown = (id: string): boolean => entries.get(id)?.state === 'live';
  const lastPull = (): Pull => pulls.get('state') ?? START;
  return {
    get: entries.get,
    /** An editor of the consumer changes what it shows; the feed is not asked. */
    edit: (id: string, from: string, to: string): boolean => {
      const entry = entries.get(id);
      if (entry?.state !== 'live') return false;
      const edited = guideEntrySchema.parse(JSON.parse(JSON.stringify(entry).replaceAll(from, to)));
      entries.set(id, edited);
      return JSON.stringify(edited) !== JSON.stringify(entry);
    },
    live: () => entries.entries().flatMap(([, entry]) => (entry.state === 'live' ? [entry] : [])),
    pull: lastPull,
    /** Entries first, then the cursor: whoever dies in between reads the same entries again, and they change nothing. */
    take: (page: FeedPage, pull: Pull): void => {
      for (const entry of page.entries) {
        const { id, version, state } = entry;
        if ((entries.get(id)?.version ?? 0) >= version) continue;
        const effect = state === 'live' ? 'show' : 'hide';
        if (effect === 'show' || wasShown(id)) store.note(effect, `${id}@${version}`);
        entries.set(id, entry);
      }
      const { cursor, etag } = lastPull();
      if (cursor !== pull.cursor || etag !== pull.etag) pulls.set('state', pull);
    },
  };
};
type Shelf = ReturnType<typeof openShelf>;

const call = async ({ feedUrl, fetch }: SandboxOptions, { cursor, etag }: Pull): Promise<Response> => {
  const url = new URL(feedUrl);
  url.searchParams.set('limit', String(PAGE_SIZE));
  if (cursor !== null) url.searchParams.set('cursor', cursor);
  return fetch(url, { headers: { accept: 'application/json', ...(etag === null ? {} : { 'if-none-match': etag }) } });
};

/** Reads the feed to its end. A page that is not as the contract says is an error, and nothing of it is taken. */
const pullAll = async (options: SandboxOptions, shelf: Shelf): Promise<void> => {
  for (;;) {
    const before = shelf.pull();
    const response = await call(options, before);
    if (response.status === 304) return;
    if (!response.ok) throw new Error(`feed answered ${response.status}`);
    const page = feedPageSchema.parse(await response.json());
    // An ETag belongs to the page of one cursor: with another cursor it says nothing.
    const etag = page.next === before.cursor ? response.headers.get('etag') : null;
    shelf.take(page, { cursor: page.next, etag });
    if (!page.hasMore) return;
  }
};

const htmlResponse = (body: string, status = 200): Response =>
  new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' } });

const answer = (path: string, shelf: Shelf, site: Site): Response => {
  if (path === '' || path === '/') return htmlResponse(listPage(shelf.live(), site));
  const id = /^\/guide\/([^/]+)$/.exec(path)?.[1];
  const entry = id === undefined ? undefined : shelf.get(decodeURIComponent(id));
  if (!entry) return htmlResponse(messagePage('没有找到这个页面', '请核对地址，或从全部指南中查找。', site), 404);
  if (entry.state === 'withdrawn')
    return htmlResponse(messagePage('该办事指南已下架', '发布单位已撤回本指南，内容不再提供。', site), 410);
  return htmlResponse(guidePage(entry, site));
};

/**
 * e三明 as a consumer of the feed, written from README.md: it pulls on every tick and when it is
 * told of a change, and shows what it holds.
 */
export const createGuideSandbox = (options: SandboxOptions): Sandbox => {
  const store = createSandboxStore(options.folder);
  const shelf = openShelf(store);
  let pulledAt: Date | null = null;
  let fault: string | null = null;
  let pulling: Promise<void> | null = null;
  const root = new URL(options.base).pathname.replace(/\/$/, '');
  const pullOnce = async (): Promise<void> => {
    try {
      await pullAll(options, shelf);
      [pulledAt, fault] = [options.clock(), null];
    } catch (error) {
      // As any consumer would: say so at the foot of the page, and try again next time.
      fault = error instanceof Error ? error.message : String(error);
    } finally {
      pulling = null;
    }
  };
  const pull = (): Promise<void> => (pulling ??= pullOnce());
  /** Woken: pulls at once, and once more if a pull was under way that may have been past the news already. */
  const hear = async (request: Request): Promise<Response> => {
    if (!isSigned(request.headers, await request.text(), options.clock())) return new Response(null, { status: 401 });
    await pulling;
    await pull();
    return new Response(null, { status: 204 });
  };
  const changeByHand = async (request: Request): Promise<Response> => {
    const { id, from, to } = handSchema.parse(await request.json());
    return Response.json({ changed: shelf.edit(id, from, to) });
  };
  const settings: Record<GuideSetting, string> = {
    consumerUrl: `${options.base}/guide/{id}`,
    fileUrl: '',
    pushUrl: `${options.base}/push`,
    pushSecret: PUSH_SECRET,
    fieldMap: '',
  };
  return {
    settings,
    effects: store.effects,
    fetch: (request) => {
      const path = new URL(request.url).pathname.slice(root.length);
      if (path === '/__hand' && request.method === 'POST') return changeByHand(request);
      if (path === '/push' && request.method === 'POST') return hear(request);
      return answer(path, shelf, { root, pulledAt, fault });
    },
    tick: pull,
    close: async () => {
      await pulling;
    },
  };
};
