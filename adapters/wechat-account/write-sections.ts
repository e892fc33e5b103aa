import { html, safe, type Safe } from '../kit/html.ts';
import type { Cell, Section, SectionOf } from '../kit/sections.ts';

const cell = (value: Cell): Safe =>
  typeof value === 'string' ? html`${value}` : html`<a href="${value.href}">${value.text}</a>`;
const row = (cells: readonly Cell[], name: 'td' | 'th'): Safe =>
  html`<tr>
    ${cells.map((each) => html`${safe(`<${name}>`)}${cell(each)}${safe(`</${name}>`)}`)}
  </tr>`;

const WRITERS: { readonly [K in Section['kind']]: (section: SectionOf<K>) => Safe } = {
  body: (section) => safe(section.html),
  facts: ({ rows }) =>
    html`<table>
      ${rows.map((cells) => row(cells, 'td'))}
    </table>`,
  table: ({ head, rows }) =>
    html`<table>
      ${row(head, 'th')}${rows.map((cells) => row(cells, 'td'))}
    </table>`,
  list: ({ items }) =>
    html`<ol>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ol>`,
  steps: ({ items }) =>
    html`<ol>
      ${items.map(({ name, time, note }) => html`<li>${[name, time, note].filter(Boolean).join('，')}</li>`)}
    </ol>`,
  questions: ({ items }) =>
    html`${items.map(
      ({ question, answer }) =>
        html`<p><strong>${question}</strong></p>
          <p>${answer}</p>`,
    )}`,
  files: ({ items }) =>
    html`<ul>
      ${items.map((item) => html`<li>${cell(item)}</li>`)}
    </ul>`,
};

/** Sections as a body in our own subset, to be dressed like any other body. */
export const sectionsHtml = (sections: readonly Section[]): string =>
  sections
    .map((section) => {
      const write = WRITERS[section.kind] as (section: Section) => Safe;
      return html`${section.title && html`<h2>${section.title}</h2>`}${write(section)}`.markup;
    })
    .join('');
