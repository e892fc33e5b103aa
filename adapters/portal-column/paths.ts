import { createHash } from 'node:crypto';
import type { AssetInfo } from '../contract.ts';
import { beijingDay } from '../../src/core/time.ts';

/** From an article, two folders deep, back to the root: the site works below any prefix, and from a file. */
export const FROM_ARTICLE = '../../';

/** An id of any shape as a name that every file system takes. 64 bits: no two of a million items meet. */
export const shortName = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 16);

/** An id as a folder name; one that is no plain lower-case name, or ours, goes by its hash. */
export const columnFolder = (id: string): string =>
  /^(?!x-|(?:assets|units)$)[a-z0-9][a-z0-9-]{0,60}$/.test(id) ? id : `x-${shortName(id)}`;

/** Where an article first appears. It stays there: later revisions take the address from its record. */
export const articlePath = (itemId: string, columnId: string, publishedAt: Date): string => {
  const month = beijingDay(publishedAt).slice(0, 7).replace('-', '');
  return `${columnFolder(columnId)}/${month}/${shortName(itemId)}.html`;
};

const ARTICLE = /^[a-z0-9-]+\/\d{6}\/([0-9a-f]{16})\.html$/;

/** The name of the article at a path, or null: what a receipt says becomes a file name only if it has our form. */
export const articleName = (path: string): string | null => ARTICLE.exec(path)?.[1] ?? null;

/** Only what no browser runs keeps its type; anything else is served as bytes to be saved. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.ofd': 'ofd',
  'application/ofd': 'ofd',
  'application/zip': 'zip',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'video/mp4': 'mp4',
  'audio/mpeg': 'mp3',
};

/** Below `assets/`. Named by content: the same bytes are one file, and a file never changes. */
export const assetFile = ({ id, mime }: Pick<AssetInfo, 'id' | 'mime'>): string =>
  `${id.slice(0, 32)}.${EXTENSIONS[mime] ?? 'bin'}`;
