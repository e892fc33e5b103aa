import { setImmediate } from 'node:timers/promises';
import { Parser } from 'htmlparser2';
import type { Page } from '../page.ts';
import { createPageHandler } from './handler.ts';

/** What an HTML page says. Never throws, whatever the HTML. */
export const readPage = (html: string, url: string): Page => {
  const handler = createPageHandler(url);
  const parser = new Parser(handler, { decodeEntities: true });
  parser.end(html);
  return handler.page();
};

/** The same of a page in pieces, as it was decoded, letting others run between them. */
export const readPageAsync = async (pieces: readonly string[], url: string): Promise<Page> => {
  const handler = createPageHandler(url);
  const parser = new Parser(handler, { decodeEntities: true });
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await setImmediate();
    parser.write(piece);
  }
  parser.end();
  return handler.page();
};
