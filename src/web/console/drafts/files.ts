import { AppError } from '../../../core/errors.ts';
import { issueText } from '../../../core/issues.ts';
import { getAsset, uploadAsset } from '../../../items/assets.ts';
import { cleanHtml } from '../../../items/clean-html.ts';
import type { Entered } from '../../../items/drafts/entered.ts';
import { ASSET_LIMIT, JSON_LIMIT } from '../../body.ts';
import type { Form } from '../form.ts';
import { addPage, type Console } from '../pages.tsx';
import { listAt } from './shown.ts';

const bytesOf = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());

/** Keeps the files that came with the form, and names them in the content. Throws `too-large`, `unsupported-media`. */
export const withFiles = async ({ ctx }: Console, content: Entered, form: Form): Promise<Entered> => {
  const added = [];
  for (const file of form.files('newAttachments')) {
    const { id } = await uploadAsset(ctx, await bytesOf(file), file.name);
    added.push({ asset: id, name: file.name.replace(/\.\w+$/, '') });
  }
  const [picture] = form.files('newCover');
  const { cover: before, ...rest } = content;
  const cover = picture ? (await uploadAsset(ctx, await bytesOf(picture), picture.name)).id : before;
  const keeps = cover !== undefined && (picture !== undefined || !form.has('dropCover'));
  return {
    ...rest,
    ...(keeps ? { cover } : {}),
    attachments: [...listAt(content, 'attachments'), ...added] as Entered[string],
  };
};

/** Only what is surely a picture is shown in the page; everything else is handed over as a file. */
const isPicture = (mime: string): boolean => /^image\/(?:png|jpeg|gif|webp|bmp)$/.test(mime);

const addFile = (shell: Console): void =>
  addPage(shell, { method: 'get', path: '/console/files/:id', who: 'item-read' }, async ({ c, param }) => {
    const { data, mime } = await getAsset(shell.ctx, param('id'));
    const inline = isPicture(mime);
    return c.body(new Uint8Array(data), 200, {
      'content-type': inline ? mime : 'application/octet-stream',
      'content-disposition': inline ? 'inline' : 'attachment',
    });
  });

/** A picture put into the editor; the answer is what its script wants. */
const addUpload = (shell: Console): void => {
  const route = { method: 'post', path: '/console/files', who: 'item-write', limit: ASSET_LIMIT } as const;
  addPage(shell, route, async ({ form, c }) => {
    const file = form.file('file');
    if (!file) throw new AppError('bad-request', { reason: '没有文件' });
    const { id, mime } = await uploadAsset(shell.ctx, await bytesOf(file), file.name);
    if (!isPicture(mime)) throw new AppError('unsupported-media', { type: mime, expected: '图片' });
    return c.json({ id });
  });
};

/** What a paste becomes: the same cleaning that every body gets, and what it took away. */
const addPaste = (shell: Console): void => {
  const route = { method: 'post', path: '/console/paste', who: 'item-write', limit: JSON_LIMIT } as const;
  addPage(shell, route, ({ form, c }) => {
    const { html, issues } = cleanHtml(form.get('html'), 'body');
    return c.json({ html, dropped: issues.map(issueText) });
  });
};

export const addFiles = (shell: Console): void => {
  addFile(shell);
  addUpload(shell);
  addPaste(shell);
};
