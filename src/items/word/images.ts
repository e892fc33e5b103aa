import type { CheerioAPI } from 'cheerio';
import mammoth from 'mammoth';
import { sha256 } from '../../core/hash.ts';
import { mediaTypeOf } from '../media-types.ts';
import type { WordImage } from './draft.ts';
import { note, type Note } from './notes.ts';

const IMAGE_TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** The source of a picture that was not taken. */
export const DROPPED = 'yigao:dropped';

/** Takes the pictures out: named by their bytes, in a format every browser shows. */
export const createShelf = (notes: Note[]) => {
  const images = new Map<string, WordImage>();
  let count = 0;
  const take = mammoth.images.imgElement(async (image) => {
    count += 1;
    const data = new Uint8Array(await image.readAsBuffer());
    const mime = mediaTypeOf(data, '');
    if (mime === null || !IMAGE_TYPES.has(mime)) {
      notes.push(
        note('image-format', `第 ${count} 张图片`, {
          format: image.contentType?.replace(/^image\/(?:x-)?/, '').toUpperCase() || '未知',
        }),
      );
      return { src: DROPPED };
    }
    const id = await sha256(data);
    images.set(id, { id, mime, data });
    return { src: `asset:${id}` };
  });
  return { images, take };
};

const CAPTION = /^图\s*[\d一二三四五六七八九十]/;

/** A picture without words of its own takes its caption, the line below it that begins with 图 1. */
export const describeImages = ($: CheerioAPI, notes: Note[]): void => {
  $('img').each((index, image) => {
    if (($(image).attr('alt') ?? '').trim() !== '') return;
    const at = index + 1;
    const caption = $(image).closest('p, h2, h3, h4').next('p').text().trim();
    const isCaption = CAPTION.test(caption) && caption.length <= 80;
    $(image).attr('alt', isCaption ? caption : '');
    notes.push(
      isCaption
        ? note('caption-as-alt', `第 ${at} 张图片`, { at, text: caption })
        : note('image-without-alt', `第 ${at} 张图片`, { at }),
    );
  });
};
