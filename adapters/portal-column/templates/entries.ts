import { html, type Safe } from '../../kit/html.ts';
import { beijingDay } from '../../../src/core/time.ts';
import type { Entry } from '../article/card.ts';

export const dateOf = (iso: string): Safe => {
  const day = beijingDay(new Date(iso));
  return html`<time datetime="${day}">${day}</time>`;
};

/** Title, 文号 where there is one, and day: a line of every list. */
export const entryList = (entries: readonly Entry[], up: string): Safe =>
  entries.length === 0
    ? html`<p class="empty">暂无信息</p>`
    : html`<ul class="entries">
        ${entries.map(
          ({ path, title, column, documentNumber, publishedAt }) =>
            html`<li>
              ${column !== undefined && html`<span class="column">${column}</span>`}
              <a href="${up}${path}">${title}</a
              >${documentNumber !== null && html`<span class="number">${documentNumber}</span>`}${dateOf(publishedAt)}
            </li> `,
        )}
      </ul>`;
