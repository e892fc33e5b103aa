import { html, type Safe } from '../../kit/html.ts';
import type { GuideDocument, GuideFile } from '../schema.ts';

const card = (title: string, content: Safe): Safe =>
  html`<section class="card">
    <h2>${title}</h2>
    ${content}
  </section> `;

/** Only what the guide says: a row without a value is not shown. */
const facts = (rows: readonly (readonly [label: string, value: string | Safe | null])[]): Safe =>
  html`<dl class="facts">
    ${rows
      .filter(([, value]) => value !== null && value !== '')
      .map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;

const numbered = (items: readonly string[]): Safe =>
  html`<ol class="plain">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ol>`;

const link = (href: string | null, text: string): Safe =>
  href === null ? html`${text}` : html`<a href="${href}">${text}</a>`;
const file = ({ name, url }: GuideFile): Safe => link(url, name);

const time = (days: number): string => (days === 0 ? '当场办结' : `${days}个工作日`);

const basics = (guide: GuideDocument): Safe =>
  facts([
    ['办理机构', guide.agency],
    ['服务对象', guide.audience.join('、')],
    ['办件类型', guide.kind],
    ['事项类型', guide.category],
    ['行使层级', guide.level],
    ['事项编码', guide.code],
    ['法定办结时限', time(guide.legalDays)],
    ['承诺办结时限', time(guide.promisedDays)],
    ['到办事现场次数', guide.visits === null ? null : `${guide.visits}次`],
    ['网上办理深度', guide.onlineDepth],
    ['办理结果', guide.result],
    ['送达方式', guide.delivery],
  ]);

const contact = ({ place, hours, phone, complaintPhone, onlineUrl }: GuideDocument): Safe =>
  facts([
    ['办理地点', place],
    ['办理时间', hours],
    ['咨询电话', phone],
    ['监督投诉电话', complaintPhone],
    ['在线办理', onlineUrl === null ? null : link(onlineUrl, onlineUrl)],
  ]);

const together = ({ package: whole }: GuideDocument): Safe | null =>
  whole &&
  html`${card('一件事', facts([['适用情形', whole.scenario]]))}${card(
    '所含事项',
    html`<div class="scroll">
      <table>
        <thead>
          <tr>
            ${['序号', '事项名称', '办理机构'].map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${whole.members.map(
            ({ name, agency }, index) =>
              html`<tr>
                <td class="n">${index + 1}</td>
                <td>${name}</td>
                <td>${agency}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`,
  )}`;

const materials = ({ materials }: GuideDocument): Safe => {
  if (materials.length === 0) return html`<p>无需提交材料</p>`;
  const head = ['序号', '材料名称', '来源', '形式', '份数', '是否必要', '样表'];
  return html`<div class="scroll" role="region" aria-label="申请材料，可左右滚动" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${materials.map(
          ({ name, source, form, copies, required, sample }, index) =>
            html`<tr>
              <td class="n">${index + 1}</td>
              <td>${name}</td>
              <td>${source}</td>
              <td class="n">${form}</td>
              <td class="n">${copies}</td>
              <td class="n">${required ? '必要' : '非必要'}</td>
              <td>${sample ? file(sample) : '—'}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};

const steps = ({ steps }: GuideDocument): Safe =>
  html`<ol class="flow">
    ${steps.map(
      ({ name, days, note }) =>
        html`<li>
          <b>${name}</b>${days !== null && html`<span>${time(days)}</span>`}${note && html`<p>${note}</p>`}
        </li>`,
    )}
  </ol>`;

const fee = ({ fee: { charged, standard, basis } }: GuideDocument): Safe =>
  facts([
    ['是否收费', charged ? '收费' : '不收费'],
    ['收费标准', standard],
    ['收费依据', basis],
  ]);

const questions = ({ questions }: GuideDocument): Safe =>
  html`<dl class="asked">
    ${questions.map(
      ({ question, answer }) =>
        html`<dt>${question}</dt>
          <dd>${answer}</dd>`,
    )}
  </dl>`;

/** The sections of a guide in the order of the contract (README, “Display”). */
export const writeSections = (guide: GuideDocument): Safe =>
  html`${
    guide.summary && html`<section class="card"><p style="margin:0">${guide.summary}</p></section> `
  }${together(guide)}${card('基本信息', basics(guide))}${card('办理地点与联系方式', contact(guide))}${card('设定依据', numbered(guide.basis))}${card(
    '受理条件',
    numbered(guide.conditions),
  )}${card('申请材料', materials(guide))}${card('办理流程', steps(guide))}${card('收费情况', fee(guide))}${
    guide.questions.length > 0 && card('常见问题', questions(guide))
  }${
    guide.attachments.length > 0 &&
    card(
      '附件',
      html`<ol class="plain">
        ${guide.attachments.map((each) => html`<li>${file(each)}</li>`)}
      </ol>`,
    )
  }`;
