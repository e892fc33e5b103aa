import type { Column } from '../../contract.ts';
import { html, type Safe } from '../../kit/html.ts';
import type { Entry } from '../article/card.ts';
import { isUnitFolder } from '../article/shelves.ts';
import { publicUrl, type Site } from '../settings.ts';
import { entryList } from './entries.ts';
import { UNITS_NAME, writePage } from './layout.ts';
import { columnTags } from './tags.ts';

export interface ColumnPage {
  readonly column: Column;
  readonly folder: string;
  readonly file: string;
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** Of the whole column; null on archive pages, which must not change when it does. */
  readonly count: number | null;
  /** Files of the neighbours; null: there is none. */
  readonly newer: string | null;
  readonly older: string | null;
  readonly oldest: string | null;
}

const step = (text: string, href: string | null, rel?: 'prev' | 'next'): Safe =>
  href === null
    ? html`<li><span aria-disabled="true">${text}</span></li>`
    : html`<li><a href="${href}" ${rel && html` rel="${rel}"`}>${text}</a></li>`;

const pager = ({ newer, older, oldest, count, entries }: ColumnPage): Safe | null =>
  newer === null && older === null
    ? null
    : html`<nav class="pager" aria-label="翻页">
        <ul>
          ${step('最新', newer === null ? null : 'index.html')} ${step('上一页', newer, 'prev')}
          ${step('下一页', older, 'next')} ${step('最早', oldest)}
        </ul>
        <p>${count === null ? `本页 ${entries.length} 条` : `共 ${count} 条，本页为最新 ${entries.length} 条`}</p>
      </nav>`;

export const writeColumnPage = (site: Site, page: ColumnPage): string => {
  const { column, folder, file, entries } = page;
  const isUnit = isUnitFolder(folder);
  const up = isUnit ? '../../' : '../';
  const parent = isUnit ? [{ text: UNITS_NAME, href: `${up}units.html` }] : [];
  return writePage(site, {
    title: `${column.name} - ${site.siteName}`,
    up,
    section: isUnit ? 'units' : (entries[0]?.type ?? null),
    tags: columnTags(site, column),
    canonical: publicUrl(site, `${folder}/${file}`),
    trail: [...parent, { text: column.name }],
    kind: 'column-page',
    counts: { [isUnit ? 'unit' : 'column']: column.id },
    main: html`<h1>${column.name}</h1>
      ${
        column.description && column.description !== column.name && html`<p class="about">${column.description}</p> `
      }${entryList(entries, up)}
      ${pager(page)}`,
  });
};
