import { html, safe, type Safe } from '../../kit/html.ts';
import { beijingDay, beijingMinute } from '../../../src/core/time.ts';
import type { GuideEntry } from '../schema.ts';
import { writeSections } from './sections.ts';
import { STYLE } from './style.ts';

export type LiveEntry = Extract<GuideEntry, { state: 'live' }>;
export interface Site {
  /** Path the site is mounted at, without trailing slash. */
  readonly root: string;
  readonly pulledAt: Date | null;
  /** Why the last pull failed; null when it did not. */
  readonly fault: string | null;
}

const foot = ({ pulledAt, fault }: Site): Safe =>
  html`<footer>
    <div class="wrap">
      <div>e三明 · 三明市公共服务平台（本地演示替身，不是真实网站）</div>
      <div>
        内容取自各发布单位的办事指南数据源${pulledAt && html`，最近同步：${beijingMinute(pulledAt)}`}${
          fault !== null && html`　<span class="warn">上次同步未成功，稍后重试（${fault}）</span>`
        }
      </div>
    </div>
  </footer>`;

interface Page {
  readonly title: string;
  readonly metas?: Safe;
  readonly content: Safe;
}

const write = ({ title, metas, content }: Page, site: Site): string =>
  html`<!DOCTYPE html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}_e三明</title>
        <link rel="icon" href="data:," />
        ${metas}
        <style>
          ${safe(STYLE)}
        </style>
      </head>
      <body>
        <header class="top">
          <div class="wrap">
            <a class="brand" href="${site.root}/">e<i>三明</i></a
            ><span class="slogan">办事指南 · 一次告知，少跑一趟</span>
          </div>
        </header>
        ${content} ${foot(site)}
      </body>
    </html> `.markup;

const listed = ({ id, guide }: LiveEntry, { root }: Site): Safe =>
  html`<li>
    <div>
      <a href="${root}/guide/${id}">${guide.title}</a>
      <p>
        ${guide.agency} · ${guide.audience.join('、')} · ${guide.kind} · 更新于 ${beijingDay(new Date(guide.revisedAt))}
      </p>
    </div>
    <a class="go" href="${root}/guide/${id}" aria-label="查看${guide.title}">查看</a>
  </li> `;

export const listPage = (entries: readonly LiveEntry[], site: Site): string => {
  const newestFirst = entries.toSorted((a, b) => b.guide.revisedAt.localeCompare(a.guide.revisedAt));
  const list =
    entries.length > 0
      ? html`<ul class="list">
          ${newestFirst.map((entry) => listed(entry, site))}
        </ul>`
      : html`<div class="empty">暂无办事指南</div>`;
  const content = html`<div class="wrap">
    <main>
      <section class="card">
        <h1 class="list-title">全部指南（${entries.length}）</h1>
        ${list}
      </section>
    </main>
  </div>`;
  return write({ title: '办事指南', content }, site);
};

const days = (count: number): string => (count === 0 ? '当场办结' : `${count} 个工作日`);

const promises = ({ guide }: LiveEntry): Safe =>
  html`<section class="days" aria-label="服务承诺">
    <div><b>${days(guide.promisedDays)}</b><span>承诺办结</span></div>
    <div><b>${guide.fee.charged ? '收费' : '免费'}</b><span>办理费用</span></div>
    <div><b>${guide.materials.length} 份</b><span>所需材料</span></div>
    ${guide.visits !== null && html`<div><b>${guide.visits} 次</b><span>最多跑</span></div>`}
  </section>`;

export const guidePage = (entry: LiveEntry, site: Site): string => {
  const { id, version, guide } = entry;
  const metas = html`<meta name="guide-id" content="${id}" />
    <meta name="guide-version" content="${version}" /> `;
  const content = html`<div class="wrap">
    <nav class="crumb" aria-label="当前位置" style="padding-top:20px">
      <a href="${site.root}/">办事指南</a> › ${guide.title}
    </nav>
    <section class="card lead" aria-label="事项">
      <div class="badges">
        <span class="badge">${guide.kind}</span
        >${guide.audience.map((each) => html`<span class="badge">${each}</span>`)}
      </div>
      <h1>${guide.title}</h1>
      <p>${guide.source} · 更新于 ${beijingMinute(new Date(guide.revisedAt))} · 第 ${guide.revision} 版</p>
    </section>
    ${promises(entry)}
    <main style="padding-top:0">${writeSections(guide)}</main>
  </div>`;
  return write({ title: guide.title, metas, content }, site);
};

export const messagePage = (title: string, text: string, site: Site): string =>
  write(
    {
      title,
      content: html`<div class="wrap">
        <main>
          <section class="card message">
            <h1>${title}</h1>
            <p>${text}</p>
            <p><a class="go" href="${site.root}/">全部指南</a></p>
          </section>
        </main>
      </div>`,
    },
    site,
  );
