import { html, safe, type Safe } from '../../../../adapters/kit/html.ts';
import { previewPage } from '../../../../adapters/kit/preview-page.ts';
import { AppError } from '../../../core/errors.ts';
import type { ChannelPreview } from '../../../items/drafts/preview.ts';

const STYLE = safe(
  'body{margin:0;padding:14px 18px;color:#222;font:16px/1.8 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}' +
    'img{max-width:100%;height:auto}table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:4px 8px}' +
    'h1{font-size:21px;line-height:1.4}[data-align=center]{text-align:center}[data-align=right]{text-align:right}',
);

const documentOf = (title: string, main: Safe): string => previewPage({ title, style: STYLE, main });

/** A clean body in a plain dress. */
export const sourceDocument = (title: string, body: string): string => documentOf(title, safe(body));

/** As the channel itself would show it; a channel without a dress of its own is told in words. */
export const channelDocument = ({ channel: { adapter, settings }, rendition }: ChannelPreview): string =>
  adapter.preview?.(rendition, settings) ??
  documentOf(
    rendition.title,
    html`<h1>${rendition.title}</h1>
      ${rendition.text.split('\n').map((line) => html`<p>${line}</p>`)}`,
  );

/** Of this channel. Throws `not-found`. */
export const namedIn = ({ channels }: { readonly channels: readonly ChannelPreview[] }, id: string): ChannelPreview => {
  const shown = channels.find(({ channel }) => channel.id === id);
  if (!shown) throw new AppError('not-found', { what: '这个渠道的渠道稿' });
  return shown;
};
