import { html } from '../../kit/html.ts';
import { ITEM_TYPE_NAMES, ITEM_TYPES } from '../../../src/core/content.ts';
import type { ColumnSummary } from '../article/card.ts';
import { publicUrl, type Site } from '../settings.ts';
import { UNITS_NAME, writePage } from './layout.ts';
import { siteTags } from './tags.ts';
import { unitGroups } from './units.ts';

export const writeMap = (site: Site, columns: readonly ColumnSummary[], units: readonly ColumnSummary[]): string =>
  writePage(site, {
    title: `网站地图 - ${site.siteName}`,
    up: '',
    section: 'map',
    tags: siteTags(site),
    canonical: publicUrl(site, 'map.html'),
    trail: [{ text: '网站地图' }],
    kind: 'map-page',
    main: html`<h1>网站地图</h1>
      <section>
        <h2>信息分类</h2>
        <ul class="tiles">
          ${ITEM_TYPES.map((type) => html`<li><a href="${type}.html">${ITEM_TYPE_NAMES[type]}</a></li>`)}
        </ul>
      </section>
      <section>
        <h2>栏目</h2>
        ${
          columns.length === 0
            ? html`<p class="empty">暂无信息</p>`
            : html`<ul class="tiles">
                ${columns.map(
                  ({ folder, column, count }) =>
                    html`<li><a href="${folder}/index.html">${column.name}</a><span>${count} 条</span></li> `,
                )}
              </ul>`
        }
      </section>
      <section>
        <h2><a href="units.html">${UNITS_NAME}</a></h2>
        ${unitGroups(units)}
      </section>`,
  });
