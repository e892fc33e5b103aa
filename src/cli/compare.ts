import { basename } from 'node:path';
import { readHtml } from '../../adapters/kit/html-text.ts';
import { comparePage } from '../audits/compare/compare-page.ts';
import { createCrawler } from '../audits/crawl/index.ts';
import type { Difference, Expected } from '../audits/difference.ts';
import type { Look } from '../audits/look.ts';
import { decode } from '../audits/read/decode.ts';
import { readPageAsync } from '../audits/read/read-page.ts';
import { tablesOf } from '../audits/tables-of.ts';
import { tellDifference } from '../audits/tell.ts';
import { SEVERITY_NAMES } from '../core/severity.ts';
import { readWord } from '../items/word/read-word.ts';
import type { Command, Told } from './command.ts';
import { CommandError } from './command-error.ts';
import { readBytes } from './content.ts';
import { formatTable } from './table.ts';
import { parseUrl } from '../core/urls.ts';

const readText = (bytes: Uint8Array, path: string): string => {
  const decoded = decode(bytes, {});
  if (decoded.kind === 'undecodable') throw new CommandError(`${path}：${decoded.reason}`);
  return decoded.text;
};

const ofHtml = (title: string, html: string, names: readonly string[]): Expected => ({
  title,
  text: readHtml(html),
  tables: tablesOf(html),
  names,
});

const ofText = (text: string): Expected => {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const [title = ''] = lines.filter(Boolean);
  return { title, text: lines.filter(Boolean).join('\n'), tables: [], names: [] };
};

/** What a file says should be on the page: Word, HTML or plain text. */
const readExpected = async (path: string): Promise<Expected> => {
  const bytes = await readBytes(path);
  if (/\.docx$/i.test(path)) {
    const { title, body, issuer } = await readWord(bytes, { fileName: basename(path) });
    return ofHtml(title ?? '', body, issuer ? [issuer] : []);
  }
  const text = readText(bytes, path);
  return /\.html?$/i.test(path) ? ofHtml('', text, []) : ofText(text);
};

/** Whoever sits at the terminal named this address: it alone may stand on an inner network. */
const lookAt = async (url: string, signal: AbortSignal): Promise<Look> => {
  const crawler = createCrawler({
    contact: 'yigao',
    allow: [{ origin: new URL(url).origin, ignoresRobots: '由操作人员指定，只看这一页' }],
  });
  try {
    return await crawler.look({ url, signal });
  } finally {
    await crawler.close();
  }
};

const tell = (url: string, differences: readonly Difference[]): string => {
  if (differences.length === 0) return `一致：${url}`;
  const rows = differences.map((each) => [
    SEVERITY_NAMES[each.severity],
    `…${(each.actual ?? each.expected)?.before.slice(-12) ?? ''}`,
    tellDifference(each),
  ]);
  return [`有差异 ${differences.length} 处：${url}`, '', formatTable(['程度', '前文', '差异'], rows, [8, 28])].join(
    '\n',
  );
};

const unknown = (url: string, why: string): Told => ({
  text: `未知：${url}\n  ${why}`,
  json: { url, verdict: 'unknown', why, differences: [] },
  ok: false,
});

/** Compares any page with any document; needs no database, no channel and no service. */
export const compareWithFile = async (url: string, path: string, { signal }: Command): Promise<Told> => {
  if (parseUrl(url) === null) throw new CommandError(`网址无法读懂：${url}`);
  const expected = await readExpected(path);
  const look = await lookAt(url, signal);
  if (look.kind === 'gone')
    return {
      text: `缺失：${url}\n  网页返回 ${look.status}`,
      json: { url, verdict: 'missing', why: `网页返回 ${look.status}`, differences: [] },
      ok: false,
    };
  if (look.kind !== 'page') return unknown(url, look.kind === 'unknown' ? look.text : '没有内容');
  const decoded = decode(look.body, look.headers);
  if (decoded.kind === 'undecodable') return unknown(url, decoded.reason);
  const page = await readPageAsync(decoded.pieces, look.url);
  const differences = comparePage(expected, page);
  return {
    text: tell(url, differences),
    json: { url, verdict: differences.length === 0 ? 'same' : 'differs', differences },
    ok: !differences.some(({ severity }) => severity === 'critical'),
  };
};
