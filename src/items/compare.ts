import { parseHtml, readNodes } from '../../adapters/kit/html-text.ts';
import { ITEM_TYPE_NAMES, type Content } from '../core/content.ts';
import { alignLists, compareText, type Piece } from './compare-text.ts';

export interface FieldChange {
  /** JSON path, e.g. `guide.materials[0].name`. */
  readonly field: string;
  /** As people call it. */
  readonly label: string;
  readonly pieces: readonly Piece[];
}
/** A paragraph, table or list of the body. `markup`: it reads the same, but a link, picture or emphasis differs. */
export interface Block {
  readonly kind: 'same' | 'added' | 'removed' | 'changed' | 'markup';
  /** Place among the blocks of the newer content (of the older one for what was removed), from 1. */
  readonly at: number;
  readonly pieces: readonly Piece[];
}
export interface ContentDiff {
  /** Before the body: a changed date or number is what a reviewer must see first. */
  readonly fields: readonly FieldChange[];
  /** From top to bottom, also what stayed, for whoever reads on; empty where nothing of it changed. */
  readonly body: readonly Block[];
}

/** Fields as people call them; what has no name here is told by its path. */
const LABELS: Readonly<Record<string, string>> = {
  type: '稿件类型',
  unit: '单位',
  column: '栏目',
  body: '正文',
  catalogEntry: '目录事项',
  title: '标题',
  shortTitle: '短标题',
  documentNumber: '文号',
  writtenOn: '成文日期',
  indexNumber: '索引号',
  validity: '有效性',
  source: '来源',
  summary: '摘要',
  changeNote: '更正说明',
  keywords: '关键词',
  disclosure: '公开属性',
  'disclosure.kind': '公开属性',
  'disclosure.reason': '不公开的理由',
  cover: '封面',
  attachments: '附件',
  interprets: '所解读的政策',
  channels: '发布渠道',
  publishAt: '发布时间',
  guide: '办事指南',
  'guide.code': '事项编码',
  'guide.category': '事项类型',
  'guide.level': '行使层级',
  'guide.visits': '到现场次数',
  'guide.onlineDepth': '网上办理深度',
  'guide.result': '办理结果',
  'guide.delivery': '送达方式',
  'guide.onlineUrl': '在线办理地址',
  'guide.package.scenario': '一件事的情形',
  'guide.package.members': '一件事所含事项',
  'guide.agency': '办理机构',
  'guide.audience': '服务对象',
  'guide.basis': '设定依据',
  'guide.conditions': '受理条件',
  'guide.materials': '申请材料',
  'guide.steps': '办理流程',
  'guide.legalDays': '法定办结时限',
  'guide.promisedDays': '承诺办结时限',
  'guide.fee': '收费',
  'guide.place': '办理地点',
  'guide.hours': '办理时间',
  'guide.phone': '咨询电话',
  'guide.complaintPhone': '监督投诉电话',
  'guide.kind': '办件类型',
  'guide.questions': '常见问题',
};

/** A field as people call it; one of a list with its place. */
export const labelOf = (field: string): string => {
  const plain = field.replace(/\[\d+\]/g, '');
  const [, place] = /\[(\d+)\]/.exec(field) ?? [];
  const known = LABELS[plain] ?? LABELS[plain.replace(/\.[^.]*$/, '')];
  if (known === undefined) return field;
  return place === undefined ? known : `${known}第 ${Number(place) + 1} 项`;
};

const flatten = (value: unknown, field: string): (readonly [string, string])[] => {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each, index) => flatten(each, `${field}[${index}]`));
  if (typeof value !== 'object') return [[field, String(value)]];
  const prefix = field === '' ? '' : `${field}.`;
  return Object.entries(value).flatMap(([name, each]) => flatten(each, prefix + name));
};

export interface ContentField {
  readonly field: string;
  readonly label: string;
  readonly value: string;
}
/** Names of what a content holds as an id, or as a word of the code. */
export type ValueNames = Readonly<Record<string, string>>;
const VALUES: ValueNames = { true: '是', false: '否', all: '全部可接收的渠道', ...ITEM_TYPE_NAMES };
const NAMED: ReadonlySet<string> = new Set(['type', 'unit', 'column', 'channels']);

const wordOf = (field: string, value: string, names: ValueNames): string => {
  const isNamed = NAMED.has(field.replace(/\[\d+\]$/, '')) || value === 'true' || value === 'false';
  const known = { ...VALUES, ...names };
  return isNamed && Object.hasOwn(known, value) ? (known[value] ?? value) : value;
};

/** Everything but the body, field by field, as people call it. */
export const contentFields = ({ body: _body, ...fields }: Content, names: ValueNames = {}): ContentField[] =>
  flatten(fields, '').map(([field, value]) => ({
    field,
    label: labelOf(field),
    value: wordOf(field, value, names),
  }));

const compareFields = (before: Content, after: Content): FieldChange[] => {
  const [old, now] = [before, after].map(({ body: _body, ...fields }) => new Map(flatten(fields, '')));
  const names = [...new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])];
  return names.flatMap((field) => {
    const [was, is] = [old?.get(field) ?? '', now?.get(field) ?? ''];
    return was === is ? [] : [{ field, label: labelOf(field), pieces: compareText(was, is) }];
  });
};

interface Part {
  readonly html: string;
  readonly text: string;
  readonly at: number;
}

const partsOf = (body: string): Part[] => {
  const $ = parseHtml(body);
  const nodes = $.root()[0]?.children ?? [];
  return nodes.map((node, index) => ({ html: $.html(node), text: readNodes([node]), at: index + 1 }));
};

const sameBlock = ({ text, at }: Part): Block => ({ kind: 'same', at, pieces: [{ kind: 'same', text }] });

const compareParts = (before: Part | undefined, after: Part | undefined): Block => {
  const kind = !before ? 'added' : !after ? 'removed' : before.text === after.text ? 'markup' : 'changed';
  return { kind, at: (after ?? before)?.at ?? 0, pieces: compareText(before?.text ?? '', after?.text ?? '') };
};

/** Block by block where nothing but whole blocks moved; character by character inside those that changed. */
const compareBodies = (before: string, after: string): Block[] =>
  alignLists(partsOf(before), partsOf(after), ({ html }) => html).flatMap((run) => {
    if (run.kind === 'same') return run.entries.map(sameBlock);
    const length = Math.max(run.removed.length, run.added.length);
    return Array.from({ length }, (_, index) => compareParts(run.removed[index], run.added[index]));
  });

/** What differs between two clean contents, field changes first. Pure. */
export const compareContents = (before: Content, after: Content): ContentDiff => ({
  fields: compareFields(before, after),
  body: before.body === after.body ? [] : compareBodies(before.body, after.body),
});
