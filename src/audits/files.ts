import { createHash } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import type { CopyParts, HostedFile } from '../../adapters/contract.ts';
import type { DatabaseLike } from '../../db/client.ts';
import { assets } from '../../db/schema/index.ts';
import type { FindingKind } from '../core/findings.ts';
import { isSameImage, readImage, type ImageFacts } from './compare/images.ts';
import type { Expectation } from './expect.ts';
import { found, type Found } from './found.ts';
import type { Crawler } from './look.ts';
import { parseUrl } from '../core/urls.ts';

/** More than any real article shows; a page that names thousands is not ours to fetch. */
const MAX_PICTURES = 40;

/** Null: could not be looked at, which says nothing. */
type Checked = { readonly name: string; readonly fault: string | null } | null;

export interface FilesChecked {
  readonly findings: readonly Found[];
  readonly judged: readonly FindingKind[];
}

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Where the page says the file is; null: nowhere. */
const addressOf = ({ url, movesAs }: HostedFile, { links, images }: CopyParts): string | null => {
  const named = [...links, ...images.map((image) => image.url)];
  const isIts = (address: URL, text: string): boolean =>
    text === url || (movesAs !== undefined && address.pathname.endsWith(`/${movesAs}`));
  const found = named.find((text) => {
    const address = parseUrl(text);
    return address !== null && isIts(address, text);
  });
  return found ?? null;
};

/** A file at an address of its own: byte for byte what was approved, and named on the page. */
const checkHosted = async (crawler: Crawler, file: HostedFile, copy: CopyParts): Promise<Checked> => {
  const { asset, name } = file;
  const url = addressOf(file, copy);
  if (url === null) return { name, fault: '页面上没有' };
  const look = await crawler.look({ url, as: 'file' });
  if (look.kind === 'gone') return { name, fault: '打不开' };
  if (look.kind !== 'page') return null;
  return { name, fault: sha(look.body) === asset ? null : '内容被换' };
};

const fetchPictures = async (crawler: Crawler, copy: CopyParts): Promise<(ImageFacts | null)[]> => {
  const pictures: (ImageFacts | null)[] = [];
  for (const { url } of copy.images.slice(0, MAX_PICTURES)) {
    const look = await crawler.look({ url, as: 'file' });
    pictures.push(look.kind === 'page' ? await readImage(look.body) : null);
  }
  return pictures;
};

/** Pictures that a platform hosts in its own form: each approved one is, to the eye, among those the page shows. */
const checkPictures = async (
  db: DatabaseLike,
  crawler: Crawler,
  ids: readonly string[],
  copy: CopyParts,
): Promise<Checked[]> => {
  const shown = await fetchPictures(crawler, copy);
  const rows = await db
    .select({ id: assets.id, data: assets.data })
    .from(assets)
    .where(inArray(assets.id, [...new Set(ids)]));
  const approved = new Map(rows.map(({ id, data }) => [id, data]));
  const isSure = shown.every((picture) => picture !== null);
  return Promise.all(
    ids.map(async (id, index): Promise<Checked> => {
      const name = `第 ${index + 1} 张图片`;
      const data = approved.get(id);
      const picture = data && (await readImage(data));
      if (picture && shown.some((each) => each && isSameImage(each, picture))) return { name, fault: null };
      return isSure ? { name, fault: copy.images.length < ids.length ? '页面上没有' : '换成了别的' } : null;
    }),
  );
};

/** Images and attachments by what they are: bytes where we host them, looks where a platform re-encodes them. */
export const checkFiles = async (
  db: DatabaseLike,
  crawler: Crawler,
  { rendition, files }: Expectation,
  copy: CopyParts,
): Promise<FilesChecked> => {
  const checked: Checked[] = [];
  if (files) for (const file of files) checked.push(await checkHosted(crawler, file, copy));
  else if (rendition.images.length > 0) checked.push(...(await checkPictures(db, crawler, rendition.images, copy)));
  const wrong = checked.flatMap((each) => (each && each.fault !== null ? [`${each.name}${each.fault}`] : []));
  const judged: FindingKind[] = checked.includes(null) ? [] : ['files'];
  return { judged, findings: wrong.length > 0 ? [found('files', { what: wrong.join('、') })] : [] };
};
