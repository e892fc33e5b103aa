import { createHash } from 'node:crypto';
import { AT_FULL_SPEED, createCrawler } from '../../../../src/audits/crawl/index.ts';
import { comparePage } from '../../../../src/audits/compare/compare-page.ts';
import type { Crawler, Look } from '../../../../src/audits/look.ts';
import { decode } from '../../../../src/audits/read/decode.ts';
import { readPageAsync } from '../../../../src/audits/read/read-page.ts';
import { DIFFERENT, isWrong, paragraphsOf, titleOf } from './pages.mjs';
import type { LookRecord, Records } from './records.ts';

export const openCrawler = (origin: string): Crawler =>
  createCrawler({ contact: 'https://yigao.example/bench', allow: [{ origin, pace: AT_FULL_SPEED }] });

const expectedOf = (n: number) => ({
  title: titleOf(n),
  text: paragraphsOf(n).join('\n'),
  tables: [],
  names: [],
});

const sha = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

const pageOf = (look: Look, what: string): Extract<Look, { kind: 'page' }> => {
  if (look.kind === 'page') return look;
  throw new Error(`${what}: ${look.kind === 'unknown' ? look.text : look.kind}`);
};

/** Decode, read, compare: what a look at a changed page comes to. Throws when it finds anything but what is there. */
export const compareLook = async (look: Extract<Look, { kind: 'page' }>, n: number): Promise<LookRecord> => {
  const decoded = decode(look.body, look.headers);
  if (decoded.kind === 'undecodable') throw new Error(decoded.reason);
  const page = await readPageAsync(decoded.text, look.url);
  const found = comparePage(expectedOf(n), page).length;
  if (found !== (isWrong(n) ? 1 : 0)) throw new Error(`page ${n}: ${found} differences`);
  return { url: look.url, verdict: found === 0 ? 'same' : 'differs', bodyHash: sha(look.body) };
};

export type Task = (n: number) => Promise<void>;

/** Fetch, decode, read, compare, record. */
export const fullAudit =
  (crawler: Crawler, records: Records, origin: string): Task =>
  async (n) => {
    const look = pageOf(await crawler.look({ url: `${origin}/p/${n}` }), `page ${n}`);
    await records.add(await compareLook(look, n % DIFFERENT));
  };

/** The server says that nothing changed. */
export const unchangedAudit =
  (crawler: Crawler, records: Records, origin: string): Task =>
  async (n) => {
    const url = `${origin}/p/${n}`;
    const look = await crawler.look({ url, etag: `"${n}"` });
    if (look.kind !== 'unchanged') throw new Error(`page ${n}: ${look.kind}`);
    const full = records.add({ url, verdict: 'same', bodyHash: null });
    if (full !== null) await full;
  };

/** The server says nothing, but the bytes are those of last time. */
export const hashAudit =
  (crawler: Crawler, records: Records, origin: string, known: ReadonlyMap<string, string>): Task =>
  async (n) => {
    const url = `${origin}/p/${n}`;
    const look = pageOf(await crawler.look({ url }), `page ${n}`);
    if (sha(look.body) !== known.get(url)) throw new Error(`page ${n}: other bytes`);
    const full = records.add({ url, verdict: isWrong(n % DIFFERENT) ? 'differs' : 'same', bodyHash: null });
    if (full !== null) await full;
  };
