import { html, type Safe } from '../../kit/html.ts';
import { beijingMinute } from '../../../src/core/time.ts';
import type { Draft, State } from './state.ts';
import { STYLE } from './style.ts';

const entry = (state: State, [mediaId, { articles, updatedAt }]: [string, Draft]): Safe => {
  const isPublishing = state.jobs.entries().some(([, job]) => job.mediaId === mediaId && job.status === 1);
  return html`<li class="draft">
    <div>
      <h2>${articles.map(({ title }) => title).join('；')}</h2>
      <p>${beijingMinute(new Date(updatedAt))}</p>
    </div>
    <form method="post" action="${state.options.base}/__publish">
      <input type="hidden" name="media_id" value="${mediaId}" />
      ${isPublishing ? html`<button disabled>发布中</button>` : html`<button>发布</button>`}
    </form>
  </li>`;
};

/** The draft box of the platform's website, where an editor publishes by hand. */
export const adminPage = (state: State): string => {
  const drafts = state.drafts.entries().toReversed();
  return html`<!DOCTYPE html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>草稿箱 · 微信沙箱</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <div class="rich_media">
          <header class="account">
            <h1>草稿箱</h1>
            <p><a href="${state.options.base}/">${state.account.name}</a></p>
          </header>
          <ul class="list">
            ${drafts.map((draft) => entry(state, draft))}
          </ul>
          ${drafts.length === 0 && html`<p class="hint">草稿箱是空的。</p>`}
          <p class="hint">本页是公众平台后台草稿箱的本地替身：按“发布”相当于编辑在后台发布。</p>
        </div>
      </body>
    </html>`.markup;
};
