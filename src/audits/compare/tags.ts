import type { Page } from '../page.ts';

/** 网页标签 of 国办发〔2017〕47号 附件《网页设计规范》: the ten that an article's page must carry. */
export const REQUIRED_TAGS = [
  ['SiteName', '网站名称'],
  ['SiteDomain', '网站域名'],
  ['SiteIDCode', '政府网站标识码'],
  ['ColumnName', '栏目名称'],
  ['ColumnDescription', '栏目描述'],
  ['ColumnKeywords', '栏目关键词'],
  ['ColumnType', '栏目类别'],
  ['ArticleTitle', '标题'],
  ['PubDate', '发布时间'],
  ['ContentSource', '来源'],
] as const;
export type TagName = (typeof REQUIRED_TAGS)[number][0];

/** What templates print when a field is empty. */
const EMPTY = /^(?:|null|undefined|none|无|n\/a|\{.*\}|\$.*)$/i;

export interface TagFault {
  readonly tag: TagName;
  readonly kind: 'tag-missing' | 'tag-empty';
  /** Chinese, for people. */
  readonly text: string;
}

/** The first value that says something. Names in any case: real pages write `pubdate` and `PUBDATE`. */
export const tagOf = ({ metas }: Pick<Page, 'metas'>, name: TagName): string | null =>
  metas[name.toLowerCase()]?.map((value) => value.trim()).find((value) => !EMPTY.test(value)) ?? null;

export const checkTags = (page: Pick<Page, 'metas'>): TagFault[] =>
  REQUIRED_TAGS.flatMap(([tag, label]): TagFault[] => {
    if (tagOf(page, tag) !== null) return [];
    const values = page.metas[tag.toLowerCase()];
    if (values === undefined) return [{ tag, kind: 'tag-missing', text: `缺少网页标签 ${tag}（${label}）` }];
    return [{ tag, kind: 'tag-empty', text: `网页标签 ${tag}（${label}）的值是“${values[0] ?? ''}”，没有内容` }];
  });
