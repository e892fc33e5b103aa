import type { Document } from '../documents.ts';
import type { Random } from '../random.ts';

export interface Template {
  readonly name: string;
  readonly charset: 'utf-8' | 'gb18030';
  /** What the server says; often nothing, sometimes wrong. */
  readonly header: string | null;
  write(document: Document, random: Random): string;
}

const NEWS = [
  '县委常委会召开会议研究部署近期重点工作',
  '我县举行消防安全应急演练',
  '第六届客家文化旅游节开幕',
  '全县教育工作会议召开',
  '关于2021年元旦放假安排的通知',
  '城区供水管网改造工程完工通水',
] as const;

export const newsList = (random: Random, tag = 'li'): string =>
  NEWS.map(
    (title) =>
      `<${tag}><a href="/xw/t${random.below(900_000)}.htm" title="${title}">${title}</a><span>12-${10 + random.below(20)}</span></${tag}>`,
  ).join('\n');

export const navigation = (): string =>
  ['首页', '政务公开', '政府信息公开', '解读回应', '办事服务', '互动交流', '走进明溪']
    .map((name, index) => `<li><a href="/c${index}/">${name}</a></li>`)
    .join('');

export const tags = ({ title, publishedAt, source }: Document): string => `
<meta name="SiteName" content="明溪县人民政府"><meta name="SiteDomain" content="www.fjmx.gov.cn"><meta name="SiteIDCode" content="3504210001">
<meta name="ColumnName" content="通知公告"><meta name="ColumnDescription" content="通知公告栏目"><meta name="ColumnKeywords" content="通知,公告"><meta name="ColumnType" content="政策文件">
<meta name="ArticleTitle" content="${title}"><meta name="PubDate" content="${publishedAt}"><meta name="ContentSource" content="${source}">`;

export const footer = (): string =>
  '<div class="footer"><p>主办：明溪县人民政府　承办：明溪县人民政府办公室</p><p>网站标识码：3504210001　闽ICP备05027138号　闽公网安备35042102000012号</p></div>';

/** Body blocks: each paragraph and the table, as `paragraph` and `cell` write them. */
export const body = (
  { paragraphs, table, signature }: Document,
  paragraph: (text: string, index: number) => string,
  cell: (text: string) => string,
  between: (index: number) => string = () => '',
): string => {
  const grid = table
    ? `<table border="1" cellspacing="0" width="100%"><tbody>${table.rows.map((row) => `<tr>${row.map((text) => `<td>${cell(text)}</td>`).join('')}</tr>`).join('\n')}</tbody></table>`
    : '';
  return [...paragraphs, ...signature]
    .map((text, index) => paragraph(text, index) + (table?.after === index ? grid : '') + between(index))
    .join('\n');
};

export const plain = (text: string): string => text;
