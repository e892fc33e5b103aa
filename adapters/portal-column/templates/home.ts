import { html, type Safe } from '../../kit/html.ts';
import type { ColumnSummary, Recent } from '../article/card.ts';
import { publicUrl, type Site } from '../settings.ts';
import { dateOf, entryList } from './entries.ts';
import { UNITS_NAME, writePage } from './layout.ts';
import { siteTags } from './tags.ts';
import { unitGroups } from './units.ts';

/** Lines of a column on the home page, and of the newest of all columns beside the picture. */
const PER_COLUMN = 7;
const LATEST = 8;

export const columnCard = ({ folder, column, newest }: ColumnSummary, lines: number): Safe =>
  html`<section class="card" aria-labelledby="${folder}">
    <header>
      <h2 id="${folder}"><a href="${folder}/index.html">${column.name}</a></h2>
      <a class="more" href="${folder}/index.html" aria-label="更多${column.name}">更多</a>
    </header>
    ${entryList(newest.slice(0, lines), '')}
  </section> `;

const picture = ({ card: { title, image }, path }: Recent): Safe | null =>
  image &&
  html`<a class="picture" href="${path}"
    ><img src="assets/${image.file}" alt="" width="${image.width}" height="${image.height}" /><span>${title}</span></a
  >`;

const latest = (recent: readonly Recent[]): Safe =>
  html`<section class="card latest" aria-labelledby="latest">
    <header><h2 id="latest">最新发布</h2></header>
    <ul class="entries">
      ${recent
        .slice(0, LATEST)
        .map(
          ({ card, path }) =>
            html`<li>
              <span class="column">${card.column.name}</span
              ><a href="${path}">${card.title}</a>${dateOf(card.publishedAt)}
            </li> `,
        )}
    </ul>
  </section>`;

export interface Home {
  readonly columns: readonly ColumnSummary[];
  readonly units: readonly ColumnSummary[];
  /** Newest first. */
  readonly recent: readonly Recent[];
}

export const writeHome = (site: Site, { columns, units, recent }: Home): string => {
  const pictured = recent.find(({ card }) => card.image !== null);
  return writePage(site, {
    title: site.siteName,
    up: '',
    section: 'home',
    tags: siteTags(site),
    canonical: publicUrl(site, ''),
    kind: 'home-page',
    main: html`<h1 class="unseen">${site.siteName}</h1>
      <div class="${pictured ? 'lead with-picture' : 'lead'}">${pictured && picture(pictured)} ${latest(recent)}</div>
      <div class="cards">${columns.map((column) => columnCard(column, PER_COLUMN))}</div>
      <section class="card" aria-labelledby="units">
        <header>
          <h2 id="units"><a href="units.html">${UNITS_NAME}</a></h2>
        </header>
        ${unitGroups(units)}
      </section>`,
  });
};
