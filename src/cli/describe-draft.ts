import { ITEM_TYPE_NAMES, type Content } from '../core/content.ts';
import type { WordDraft } from '../items/word/read-word.ts';

const UNKNOWN = '（没有认出）';

/** Paragraphs and tables of a clean body, counted for a person. */
const measureBody = (body: string): string => {
  const count = (pattern: RegExp): number => body.match(pattern)?.length ?? 0;
  const characters = Array.from(body.replace(/<[^>]+>/g, '').replace(/\s/g, '')).length;
  const tables = count(/<table/g);
  return `${count(/<(?:p|h[2-4]|li)\b/g)} 段，${characters} 字${tables > 0 ? `，${tables} 个表格` : ''}`;
};

const KINDS = { dropped: '去掉', doubted: '存疑', changed: '改动' } as const;

/** What was recognised in a Word file, and everything that was dropped, doubted or changed on the way. */
export const describeDraft = (draft: WordDraft): string => {
  const rows = [
    ['标题', draft.title],
    ['文号', draft.documentNumber ?? UNKNOWN],
    ['发文机关', draft.issuer ?? UNKNOWN],
    ['成文日期', draft.writtenOn ?? UNKNOWN],
    ['类型', ITEM_TYPE_NAMES[draft.type]],
    ['公开属性', draft.disclosure ?? '主动公开（文中未注明，请核对）'],
    ['正文', measureBody(draft.body)],
    ['附件', draft.annexes.map(({ label, title }) => `${label} ${title}`).join('；') || '无'],
    ['图片', draft.images.length > 0 ? `${draft.images.length} 张` : '无'],
  ];
  const notes = draft.notes.map(({ kind, text, where }) => `  ${KINDS[kind]}  ${text}${where ? `（${where}）` : ''}`);
  return [
    '认出：',
    ...rows.map(([name, value]) => `  ${name}：${value}`),
    notes.length > 0 ? '请核对：' : '没有去掉或存疑之处。',
    ...notes,
  ].join('\n');
};

export interface Preview {
  readonly hash: string;
  readonly content: Content;
  readonly issues: readonly { readonly field: string; readonly level: string; readonly message: string }[];
  readonly renditions: readonly { readonly channelName: string; readonly title: string }[];
}

/** What the gate would say, and how to go on. */
export const describePreview = (
  { hash, issues, renditions }: Preview,
  { externalId }: Readonly<Record<string, unknown>>,
) =>
  [
    '将发布到：',
    ...renditions.map(({ channelName, title }) => `  ${channelName}：${title}`),
    ...(issues.length > 0 ? ['发布前须处理：'] : []),
    ...issues.map(({ field, level, message }) => `  ${level === 'block' ? '须改' : '提醒'} ${field}：${message}`),
    '',
    `尚未报送。外部编号 ${String(externalId)}，内容指纹 ${hash}`,
    '核对无误后，加上 --approve-as 审签人 再次运行，即审签并发布。',
  ].join('\n');
