import { setImmediate } from 'node:timers/promises';
import { Parser } from 'htmlparser2';
import type { Page } from '../page.ts';
import { createPageHandler } from './handler.ts';

/** Characters parsed between two yields: a few ms even before the code is warm. A saved WeChat page has three million. */
const CHUNK = 16_384;

/** What an HTML page says. Never throws, whatever the HTML. */
export const readPage = (html: string, url: string): Page => {
  const handler = createPageHandler(url);
  const parser = new Parser(handler, { decodeEntities: true });
  parser.end(html);
  return handler.page();
};

/** The same, letting others run between pieces. */
export const readPageAsync = async (html: string, url: string): Promise<Page> => {
  const handler = createPageHandler(url);
  const parser = new Parser(handler, { decodeEntities: true });
  for (let at = 0; at < html.length; at += CHUNK) {
    parser.write(html.slice(at, at + CHUNK));
    if (at + CHUNK < html.length) await setImmediate();
  }
  parser.end();
  return handler.page();
};
