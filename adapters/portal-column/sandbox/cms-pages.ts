import { html, safe } from '../../kit/html.ts';
import type { Article, Withdrawn } from './cms-schema.ts';

const STYLE = `body{margin:0;background:#f4f6f8;color:#222;font:16px/1.8 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif}
header,main,footer{max-width:960px;margin:0 auto;padding:20px 28px}header a{font-size:22px;font-weight:700;color:#0b4a98;text-decoration:none}
main{background:#fff;border-top:3px solid #0b4a98}h1{font-size:26px;line-height:1.5}img{max-width:100%;height:auto}a{color:#0b4a98}
table{border-collapse:collapse}td,th{border:1px solid #ccd;padding:6px 10px}dl>div{display:flex;gap:1em}dt{color:#667;min-width:6em}dd{margin:0}
.info span{margin-right:2em;color:#667}footer{color:#667;font-size:14px}time{color:#667;margin-left:1em}`;

interface Page {
  readonly title: string;
  readonly tags?: Article['document']['tags'];
  /** Back to the root. */
  readonly up: string;
  readonly main: ReturnType<typeof html>;
}

const write = ({ title, tags = [], up, main }: Page): string =>
  html`<!DOCTYPE html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${tags.map(([name, content]) => html`<meta name="${name}" content="${content}" /> `)}
        <style>
          ${safe(STYLE)}
        </style>
      </head>
      <body>
        <header><a href="${up}index.html">县政府门户网站（CMS 本地替身）</a></header>
        <main>${main}</main>
        <footer>本页由内容管理系统的本地演示替身展示，不是真实网站</footer>
      </body>
    </html> `.markup;

/** The article as it was sent, between the tags as they were sent. */
export const articlePage = ({ title, tags, html: article }: Article['document']): string =>
  write({ title, tags, up: '../../', main: safe(article) });

const KINDS: Readonly<Record<Withdrawn['kind'], string>> = {
  gone: '信息已下线',
  replaced: '信息已更新',
  withdrawn: '信息已撤回',
  'removed-by-order': '信息已移除',
};

export const noticePage = ({ kind, reason }: Withdrawn, next: Article | null): string =>
  write({
    title: KINDS[kind],
    up: '../../',
    main: html`<h1>${KINDS[kind]}</h1>
      <p>原因：${reason}</p>
      ${next && html`<p>请查看：<a href="../../${next.document.path}">${next.document.title}</a></p>`}`,
  });

export const listPage = (articles: readonly Article[]): string =>
  write({
    title: '最新发布',
    up: '',
    main: html`<h1>最新发布</h1>
      ${articles.length === 0 && html`<p>暂无信息</p>`}
      <ul>
        ${articles.map(
          ({ document: { path, title, card } }) =>
            html`<li><a href="${path}">${title}</a><time>${card.unit?.name ?? card.source}</time></li> `,
        )}
      </ul>`,
  });

export const missingPage = (root: string): string =>
  write({ title: '页面不存在', up: `${root}/`, main: html`<h1>页面不存在</h1> ` });
