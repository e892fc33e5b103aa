import { load } from 'cheerio';
import type { DatabaseLike } from '../../db/client.ts';
import { decode } from './read/decode.ts';
import { readSnapshot } from './snapshots.ts';

/** What would run, load or lead away; the frame's policy forbids it as well, and the browser need not complain. */
const ACTIVE = 'script,noscript,link,base,iframe,frame,object,embed,meta[http-equiv],template,svg,math';
const LOADING = ['src', 'srcset', 'background', 'poster', 'action', 'formaction', 'ping', 'href', 'xlink:href'];

/** A kept page as it may be shown: its words and its own styles; what it loaded from elsewhere is not kept. */
export const quietPage = (html: string): string => {
  const $ = load(html);
  $(ACTIVE).remove();
  $('*').each((_, element) => {
    for (const name of Object.keys($(element).attr() ?? {}))
      if (LOADING.includes(name) || name.startsWith('on')) $(element).removeAttr(name);
  });
  return $.html();
};

/** Null: no such snapshot, or nothing that is text. */
export const showSnapshot = async (db: DatabaseLike, hash: string): Promise<string | null> => {
  const snapshot = await readSnapshot(db, hash);
  if (!snapshot) return null;
  const decoded = decode(snapshot.body, { 'content-type': snapshot.mime });
  return decoded.kind === 'text' ? quietPage(decoded.text) : null;
};
