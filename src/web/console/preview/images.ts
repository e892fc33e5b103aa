import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../../context.ts';
import { AppError } from '../../../core/errors.ts';
import { beijingDay } from '../../../core/time.ts';
import { getAsset } from '../../../items/assets.ts';
import { addOpenPage, type Console } from '../pages.tsx';

const DAY_MS = 24 * 3_600_000;

const markOf = (secret: string, id: string, day: string): string =>
  createHmac('sha256', secret).update(`preview-image:${id}:${day}`).digest('base64url');

/** A sandboxed document has no origin and sends no cookie: its pictures carry their right to be seen, for a day. */
export const withImages = ({ secret, clock }: Context, html: string): string =>
  html.replace(
    /(\bsrc=")asset:([0-9a-f]{64})"/g,
    (_, before: string, id: string) =>
      `${before}/console/preview-images/${id}/${markOf(secret, id, beijingDay(clock()))}"`,
  );

const isMark = ({ secret, clock }: Context, id: string, given: string): boolean =>
  [0, DAY_MS].some((ago) => {
    const wanted = Buffer.from(markOf(secret, id, beijingDay(new Date(clock().getTime() - ago))));
    const got = Buffer.from(given);
    return got.length === wanted.length && timingSafeEqual(got, wanted);
  });

export const addPreviewImages = (shell: Console): void =>
  addOpenPage(
    shell,
    { method: 'get', path: '/console/preview-images/:id/:mark', who: 'anyone' },
    async ({ c, param }) => {
      const id = param('id');
      if (!isMark(shell.ctx, id, param('mark'))) throw new AppError('not-found', { what: '这张图片' });
      const { data, mime } = await getAsset(shell.ctx, id);
      if (!mime.startsWith('image/')) throw new AppError('not-found', { what: '这张图片' });
      c.set('isPreview', true);
      return c.body(new Uint8Array(data), 200, { 'content-type': mime, 'cache-control': 'private, max-age=3600' });
    },
  );
