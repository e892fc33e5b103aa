import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import type { Asset, AssetInfo } from '../../adapters/contract.ts';
import { assets } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { mediaTypeOf } from './media-types.ts';

/** Largest upload: keeps the database healthy; each channel's own limits are in its `limits.ts`. */
export const MAX_ASSET_BYTES = 20 * 1024 * 1024;

const ACCEPTED =
  'png、jpg、gif、webp、bmp 图片，pdf、ofd、zip，不含宏的 Word、Excel、PowerPoint、WPS 文件，或 txt、csv 文本';

interface Size {
  readonly width: number | null;
  readonly height: number | null;
}
const NO_SIZE: Size = { width: null, height: null };

const unreadable = (type: string): AppError =>
  new AppError('unsupported-media', { type, expected: `${ACCEPTED}；若确为此类文件，请检查是否损坏` });

/** BITMAPINFOHEADER: width and height as little-endian int32 at 18 and 22; a negative height is a top-down image. */
const bmpSize = (bytes: Uint8Array): Size => {
  if (bytes.length < 26) throw unreadable('image/bmp');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
};

const measureImage = async (bytes: Uint8Array, mime: string): Promise<Size> => {
  if (!mime.startsWith('image/')) return NO_SIZE;
  if (mime === 'image/bmp') return bmpSize(bytes);
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    throw unreadable(mime);
  }
};

const INFO = { id: assets.id, mime: assets.mime, bytes: assets.bytes, width: assets.width, height: assets.height };

/**
 * Keeps bytes under their own SHA-256; the same bytes again answer as before. The kind is told by the bytes; `fileName`
 * only tells txt from csv. Throws `too-large`, `unsupported-media`.
 */
export const uploadAsset = async (ctx: Context, data: Uint8Array, fileName = ''): Promise<AssetInfo> => {
  if (data.length > MAX_ASSET_BYTES) throw new AppError('too-large', { max: '20 MB' });
  const mime = mediaTypeOf(data, fileName);
  if (mime === null) throw unreadable(fileName || '未知');
  const id = await sha256(data);
  const row = { id, mime, bytes: data.length, ...(await measureImage(data, mime)) };
  await ctx.db
    .insert(assets)
    .values({ ...row, data })
    .onConflictDoNothing();
  const [kept] = await ctx.db.select(INFO).from(assets).where(eq(assets.id, id));
  if (!kept) throw new Error(`Asset ${id} not stored`);
  return kept;
};

/** Throws `not-found`. */
export const getAsset = async (ctx: Context, id: string): Promise<Asset> => {
  const [row] = await ctx.db
    .select({ ...INFO, data: assets.data })
    .from(assets)
    .where(eq(assets.id, id));
  if (!row) throw new AppError('not-found', { what: `附件或图片 ${id}` });
  return row;
};
