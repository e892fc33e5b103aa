import { html, type Safe } from '../../kit/html.ts';
import type { ColumnSummary } from '../article/card.ts';
import { publicUrl, type Site } from '../settings.ts';
import { UNITS_NAME, writePage } from './layout.ts';
import { siteTags } from './tags.ts';

/** How a unit's name ends when it is a township or a subdistrict; 城镇管理局 and 乡村振兴局 are none. */
const TOWNSHIP = /[乡镇](?:人民政府|党委|人大)?$|街道(?:办事处)?$/;
const isTownship = ({ column }: ColumnSummary): boolean => TOWNSHIP.test(column.name);

const tiles = (units: readonly ColumnSummary[]): Safe =>
  html`<ul class="tiles">
    ${units.map(
      ({ folder, column, count }) =>
        html`<li><a href="${folder}/index.html">${column.name}</a><span>${count} 条</span></li> `,
    )}
  </ul>`;

/** The units that publish, departments and townships apart. Only for pages at the root. */
export const unitGroups = (units: readonly ColumnSummary[]): Safe | readonly Safe[] => {
  const groups = [
    ['各部门', units.filter((unit) => !isTownship(unit))],
    ['各乡镇', units.filter(isTownship)],
  ] as const;
  const shown = groups.filter(([, group]) => group.length > 0);
  if (shown.length === 0) return html`<p class="empty">暂无信息</p>`;
  return shown.map(
    ([name, group]) =>
      html`<section class="units">
        <h3>${name}</h3>
        ${tiles(group)}
      </section> `,
  );
};

export const writeUnits = (site: Site, units: readonly ColumnSummary[]): string =>
  writePage(site, {
    title: `${UNITS_NAME} - ${site.siteName}`,
    up: '',
    section: 'units',
    tags: siteTags(site),
    canonical: publicUrl(site, 'units.html'),
    trail: [{ text: UNITS_NAME }],
    kind: 'map-page',
    main: html`<h1>${UNITS_NAME}</h1>
      <h2>全部单位</h2>
      ${unitGroups(units)}`,
  });
