import { html, safe, type Safe } from '../kit/html.ts';
import { previewPage } from '../kit/preview-page.ts';
import type { WechatRendition } from './render.ts';

/** As the platform's article page looks on a telephone; the account's name and the time stand there, not in what we send. */
const STYLE = safe(
  'body{margin:0;overflow-wrap:anywhere;background:#fff;color:#222;font:16px/1.6 -apple-system,"PingFang SC","Microsoft YaHei",sans-serif}' +
    'article{padding:20px 16px 28px;border-bottom:8px solid #f2f2f2}h1{margin:0 0 12px;font-size:22px;line-height:1.4}' +
    '.who{margin:0 0 22px;font-size:15px;color:#6b6b6b}img{max-width:100%;height:auto}' +
    '.card{padding:12px 16px;border-bottom:8px solid #f2f2f2;font-size:13px;color:#6b6b6b}.card b{color:#222;font-size:15px}' +
    '.original{margin-top:24px;font-size:15px;color:#576b95}',
);

const article = (title: string, body: string, { author }: WechatRendition): Safe =>
  html`<article>
    <h1>${title}</h1>
    <p class="who">${author === '' ? '（未署名）' : author}</p>
    ${safe(body)}
    <p class="original">阅读原文</p>
  </article>`;

/** The card of the chat list, then every article of the draft, one after the other. */
export const preview = (rendition: WechatRendition): string => {
  const { title, body, rest, digest } = rendition;
  const articles = [{ title, body }, ...rest].map((each) => article(each.title, each.body, rendition));
  const main = html`<div class="card"><b>${title}</b><br />摘要：${digest}</div>
    ${articles}`;
  return previewPage({ title, style: STYLE, main });
};
