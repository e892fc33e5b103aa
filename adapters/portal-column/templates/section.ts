import type { AssetInfo } from '../../contract.ts';
import { html, type Safe } from '../../kit/html.ts';
import { isOutside, writeBody, writeLines } from '../article/body.ts';
import type { Cell, Link, Section, SectionOf } from '../../kit/sections.ts';

type Assets = Readonly<Record<string, AssetInfo>>;

const link = ({ text, href, saveAs }: Link): Safe =>
  saveAs === undefined
    ? html`<a href="${href}" ${isOutside(href) && html` class="outside"`} rel="noopener noreferrer">${text}</a>`
    : html`<a href="${href}" download="${saveAs}">${text}</a>`;

const cell = (value: Cell): Safe => (typeof value === 'string' ? writeLines(value) : link(value));

const row = (cells: readonly Cell[]): Safe =>
  html`<tr>
    ${cells.map((each) => html`<td>${cell(each)}</td>`)}
  </tr>`;

const WRITERS: { readonly [K in Section['kind']]: (section: SectionOf<K>, assets: Assets) => Safe } = {
  body: (section, assets) => html`<div class="prose">${writeBody(section.html, assets)}</div>`,
  facts: ({ rows }) =>
    html`<dl class="facts">
      ${rows.map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${cell(value)}</dd>
          </div> `,
      )}
    </dl>`,
  table: ({ title, head, rows }) =>
    html`<div class="scroll" role="region" aria-label="${title}，可左右滚动" tabindex="0">
      <table>
        <thead>
          <tr>
            ${head.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(row)}
        </tbody>
      </table>
    </div>`,
  list: ({ items }) =>
    html`<ol class="clauses">
      ${items.map((item) => html`<li>${writeLines(item)}</li>`)}
    </ol>`,
  steps: ({ items }) =>
    html`<ol class="steps">
      ${items.map(
        ({ name, time, note }) =>
          html`<li>
            <div class="name">${name}</div>
            ${time && html`<div class="time">${time}</div>`}${note && html`<div class="note">${writeLines(note)}</div>`}
          </li>`,
      )}
    </ol>`,
  questions: ({ items }) =>
    html`<dl class="questions">
      ${items.map(
        ({ question, answer }) =>
          html`<div>
            <dt>${question}</dt>
            <dd>${writeLines(answer)}</dd>
          </div>`,
      )}
    </dl>`,
  files: ({ items }) =>
    html`<ul class="files">
      ${items.map((item) => html`<li>${link(item)}</li>`)}
    </ul>`,
};

export const writeSection = (section: Section, assets: Assets): Safe => {
  const write = WRITERS[section.kind] as (section: Section, assets: Assets) => Safe;
  return html`<section class="part ${section.kind}-part">
    ${section.title && html`<h2>${section.title}</h2> `}${write(section, assets)}
  </section> `;
};
