import { ChannelError } from '../../../src/core/faults.ts';
import type { Asset } from '../../contract.ts';
import { parseHtml } from '../../kit/html-text.ts';
import { call } from '../client.ts';
import { fitPicture, type Picture } from '../picture.ts';
import type { WechatRendition } from '../render.ts';
import type { WechatIo } from '../settings.ts';

export const form = ({ data, mime }: Picture, name: string): FormData => {
  const body = new FormData();
  // A name of our own: the field's escaping is nothing to rely on.
  body.append(
    'media',
    new Blob([new Uint8Array(data)], { type: mime }),
    `${name}.${mime === 'image/png' ? 'png' : 'jpg'}`,
  );
  return body;
};

/** An image as an editor finds it again: its place in the article, its words, its size. */
const describe = (place: number, alt: string, { mime, bytes, width, height }: Asset): string => {
  const size = bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
  const pixels = width && height ? [`${width}×${height}`] : [];
  const file = [mime.slice('image/'.length).toUpperCase(), size, ...pixels].join('，');
  return `第 ${place} 张图片${alt === '' ? '' : `“${alt}”`}（${file}）`;
};

const altsOf = (body: string): ReadonlyMap<string, string> =>
  new Map(
    parseHtml(body)('img')
      .toArray()
      .map(({ attribs }) => [(attribs.src ?? '').replace(/^asset:/, ''), (attribs.alt ?? '').trim()]),
  );

const upload = async (asset: Asset, io: WechatIo): Promise<string> =>
  (await call(io, 'media/uploadimg', form(await fitPicture(asset), asset.id.slice(0, 32)))).url;

type Hosted = { readonly url: string } | { readonly refused: string };

/** An upload whose answer was lost is simply done again: it counts against no quota and nobody sees it. */
const host = async (id: string, name: (asset: Asset) => string, io: WechatIo): Promise<Hosted> => {
  const asset = await io.asset(id);
  try {
    return { url: await io.step(`image:${id}`, () => upload(asset, io), 'repeat') };
  } catch (error) {
    if (!(error instanceof ChannelError) || error.fault !== 'refused') throw error;
    return { refused: `${name(asset)}：${error.message}` };
  }
};

/**
 * The addresses of the body's images, by asset id. Throws `refused` naming every image that WeChat will not have, and why:
 * an article that lacks one is not published.
 */
export const hostImages = async (
  { images, body, rest }: WechatRendition,
  io: WechatIo,
): Promise<Record<string, string>> => {
  const alts = altsOf([body, ...rest.map((each) => each.body)].join(''));
  const urls: Record<string, string> = {};
  const refused: string[] = [];
  for (const [index, id] of [...new Set(images)].entries()) {
    const hosted = await host(id, (asset) => describe(index + 1, alts.get(id) ?? '', asset), io);
    if ('url' in hosted) urls[id] = hosted.url;
    else refused.push(hosted.refused);
  }
  if (refused.length > 0) throw new ChannelError('refused', refused.join('；'));
  return urls;
};
