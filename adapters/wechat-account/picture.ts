import sharp from 'sharp';
import type { Asset } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { UPLOAD_MAX_BYTES } from './limits.ts';

/** 2.35 : 1, the shape of the first article's cover. */
export const COVER = { width: 900, height: 383 } as const;

export interface Picture {
  readonly data: Uint8Array;
  readonly mime: 'image/jpeg' | 'image/png';
}

/** Wider than any phone shows. */
const MAX_WIDTH = 1_440;
const QUALITIES = [88, 80, 70, 60, 45];

const unreadable = (id: string, cause: unknown): ChannelError =>
  new ChannelError('refused', `图片 ${id.slice(0, 8)} 无法识别，请另存为 JPG 或 PNG 后重新上传`, { cause });

const shrink = async ({ id, data }: Asset): Promise<Picture> => {
  const small = sharp(data)
    .rotate()
    .resize({ width: MAX_WIDTH, withoutEnlargement: true })
    .flatten({ background: '#fff' });
  for (const quality of QUALITIES) {
    const jpeg = await small.clone().jpeg({ quality }).toBuffer();
    if (jpeg.length < UPLOAD_MAX_BYTES) return { data: jpeg, mime: 'image/jpeg' };
  }
  throw new ChannelError('refused', `图片 ${id.slice(0, 8)} 压缩后仍超过 1 MB，请换一张小些的图片`);
};

/** A body image as uploadimg takes it: untouched where it fits, else re-encoded. */
export const fitPicture = async (asset: Asset): Promise<Picture> => {
  const { id, mime, data } = asset;
  if ((mime === 'image/jpeg' || mime === 'image/png') && data.length < UPLOAD_MAX_BYTES) return { data, mime };
  return shrink(asset).catch((error: unknown) => {
    throw error instanceof ChannelError ? error : unreadable(id, error);
  });
};

/** The item's own cover picture in the shape of a cover. */
export const fitCover = async ({ id, data }: Asset): Promise<Picture> => {
  try {
    const jpeg = await sharp(data)
      .rotate()
      .resize({ ...COVER, fit: 'cover', position: 'attention' })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 88 })
      .toBuffer();
    return { data: jpeg, mime: 'image/jpeg' };
  } catch (error) {
    throw unreadable(id, error);
  }
};
