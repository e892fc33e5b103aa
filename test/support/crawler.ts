import type { Crawler, Look } from '../../src/audits/look.ts';

const GONE = [404, 410];

const readLook = async (response: Response, url: string): Promise<Look> => {
  const { status } = response;
  if (status === 304) return { kind: 'unchanged', url, ms: 1 };
  if (status === 200) {
    const body = new Uint8Array(await response.arrayBuffer());
    return { kind: 'page', status, url, headers: Object.fromEntries(response.headers), body, ms: 1 };
  }
  if (GONE.includes(status)) return { kind: 'gone', status: status as 404 | 410, url, ms: 1 };
  return { kind: 'unknown', cause: 'status', text: `对方答复 ${status}`, url, ms: 1 };
};

export interface FakeCrawler extends Crawler {
  /** Addresses looked at, oldest first. */
  readonly looks: string[];
}

/** The crawler's seam over a world that has no network. */
export const fetchCrawler = (fetch: typeof globalThis.fetch): FakeCrawler => {
  const looks: string[] = [];
  return {
    looks,
    look: async ({ url, etag, lastModified, fresh }) => {
      looks.push(url);
      const headers = {
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
        ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
        ...(fresh ? { 'cache-control': 'no-cache' } : {}),
      };
      try {
        return await readLook(await fetch(url, { headers }), url);
      } catch (error) {
        return { kind: 'unknown', cause: 'unreachable', text: `打不开：${String(error)}`, url, ms: 1 };
      }
    },
    close: () => Promise.resolve(),
  };
};
