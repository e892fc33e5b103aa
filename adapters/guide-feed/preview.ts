import type { Rendition } from '../contract.ts';
import { html, safe } from '../kit/html.ts';
import { previewPage } from '../kit/preview-page.ts';

const STYLE = safe(
  'body{margin:0;overflow-wrap:anywhere;padding:18px 22px;color:#222;font:15px/1.7 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif}' +
    'h1{font-size:21px;line-height:1.4}p{margin:0 0 4px}details{margin-top:20px;color:#555}' +
    'pre{padding:10px;background:#f4f6f9;white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px}',
);

/** The consumer dresses it as it likes; what is ours are its words, in their order, and the entry as it is sent. */
export const preview = ({ title, text, body }: Rendition): string =>
  previewPage({
    title,
    style: STYLE,
    main: html`<h1>${title}</h1>
      ${text.split('\n').map((line) => html`<p>${line}</p>`)}
      <details>
        <summary>送出的数据（JSON）</summary>
        <pre>${JSON.stringify(JSON.parse(body), null, 2)}</pre>
      </details>`,
  });
