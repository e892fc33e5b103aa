import { html, safe, type Safe } from '../../kit/html.ts';
import { beijingMinute } from '../../../src/core/time.ts';
import { pageUrl } from './publications.ts';
import { scriptOf, thumb } from './script.ts';
import type { Published, State } from './state.ts';
import { STYLE } from './style.ts';

/** An article as the public reads it, in the structure of real pages of 2026. */
export const articlePage = (state: State, published: Published, index: number): string => {
  const article = published.articles[index];
  if (!article) return noticePage('params');
  const url = pageUrl(state, published.pages[index] ?? '');
  const { name } = state.account;
  const source = article.content_source_url;
  return html`<!DOCTYPE html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <link rel="icon" href="data:," />
        <meta name="description" content="${article.digest}" />
        <meta name="author" content="${article.author}" />
        <meta property="og:title" content="${article.title}" />
        <meta property="og:url" content="${url}" />
        <meta property="og:image" content="${thumb(state, article)}" />
        <meta property="og:description" content="${article.digest}" />
        <meta property="og:site_name" content="微信公众平台" />
        <meta property="og:type" content="article" />
        <meta property="og:article:author" content="${article.author}" />
        <title>${article.title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body id="activity-detail">
        <div id="js_article" class="rich_media">
          <div id="page-content">
            <div id="img-content" class="rich_media_wrp">
              <h1 class="rich_media_title " id="activity-name">
                <span class="js_title_inner"> ${article.title} </span>
              </h1>
              <div id="meta_content" class="rich_media_meta_list">
                <span id="js_author_name" class="rich_media_meta rich_media_meta_text">${article.author}</span>
                <span id="profileBt"><a href="${state.options.base}/" id="js_name"> ${name} </a></span
                ><em id="publish_time" class="rich_media_meta rich_media_meta_text"></em>
              </div>
              <div
                class="rich_media_content
 js_underline_content
 defaultNoSetting"
                id="js_content"
                style="visibility: hidden; opacity: 0; "
              >
                ${safe(article.content)}
              </div>
              ${source !== '' && html`<div class="rich_media_tool tool"><a id="js_view_source" href="${source}">阅读原文</a></div>`}
            </div>
          </div>
        </div>
        ${scriptOf(state, article, published, url)}
      </body>
    </html>`.markup;
};

const NOTICES = {
  deleted: html`<div class="weui-msg__title warn">该内容已被发布者删除</div>`,
  params: html`<div class="weui-msg__title warn">参数错误</div>`,
  violation: html`<h2 class="weui-msg__title title">此内容因违规无法查看</h2>
    <p class="weui-msg__desc">此内容因违规无法查看，由用户投诉并经平台审核。</p>`,
  wall: html`<h2 class="weui-msg__title">环境异常</h2>
    <p class="weui-msg__desc">当前环境异常，完成验证后即可继续访问。</p>
    <a id="js_verify">去验证</a>`,
};

/** The page in an article's place. */
export const noticePage = (notice: keyof typeof NOTICES): string =>
  html`<!DOCTYPE html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <link rel="icon" href="data:," />
        <title></title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body id="activity-detail">
        <div class="rich_media">
          <div class="weui-msg"><div class="weui-msg__text-area">${NOTICES[notice]}</div></div>
        </div>
      </body>
    </html>`.markup;

const entry = (state: State, published: Published): Safe[] =>
  published.articles.map(
    (article, index) =>
      html`<li>
        <a href="${pageUrl(state, published.pages[index] ?? '')}"
          ><div>
            <h2>${article.title}</h2>
            <p>${article.digest}</p>
            <p>${beijingMinute(new Date(published.publishedAt))}</p>
          </div>
          <img src="${thumb(state, article)}" alt=""
        /></a>
      </li>`,
  );

/** What the real account's home page would not show: silent publications are reached by their address only. */
export const accountPage = (state: State): string => {
  const live = state.published.entries().flatMap(([, published]) => (published.deleted ? [] : [published]));
  const { name, about } = state.account;
  return html`<!DOCTYPE html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${name} · 微信沙箱</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <div class="rich_media">
          <header class="account">
            <h1>${name}</h1>
            <p>${about}</p>
          </header>
          <ul class="list">
            ${live.toReversed().map((published) => entry(state, published))}
          </ul>
          ${live.length === 0 && html`<p class="hint">还没有发布文章。</p>`}
          <p class="hint">
            本页是微信公众平台的本地替身，供演示和测试使用。<a href="${state.options.base}/admin">草稿箱</a>
          </p>
        </div>
      </body>
    </html>`.markup;
};
