import { html } from '../../kit/html.ts';
import { ITEM_TYPE_NAMES, type ItemType } from '../../../src/core/content.ts';
import type { ColumnSummary } from '../article/card.ts';
import { publicUrl, type Site } from '../settings.ts';
import { columnCard } from './home.ts';
import { writePage } from './layout.ts';
import { siteTags } from './tags.ts';

/** An entry of the navigation: the columns that carry articles of one type. */
export const writeTopic = (site: Site, type: ItemType, columns: readonly ColumnSummary[]): string => {
  const shown = columns
    .map((each) => ({ ...each, newest: each.newest.filter((entry) => entry.type === type) }))
    .filter(({ newest }) => newest.length > 0);
  const name = ITEM_TYPE_NAMES[type];
  return writePage(site, {
    title: `${name} - ${site.siteName}`,
    up: '',
    section: type,
    tags: siteTags(site),
    canonical: publicUrl(site, `${type}.html`),
    trail: [{ text: name }],
    kind: 'topic-page',
    main: html`<h1 class="unseen">${name}</h1>
      ${shown.length === 0 ? html`<p class="empty">暂无信息</p>` : shown.map((column) => columnCard(column, column.newest.length))}`,
  });
};
