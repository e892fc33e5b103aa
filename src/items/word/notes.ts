/** What happened to a piece of the Word file on the way into the draft. */
export type NoteKind = 'dropped' | 'doubted' | 'changed';

/** The closed list of what the Word intake tells: nothing of the file disappears or changes without one of these. */
export const NOTES = {
  'red-head': ['dropped', '版头“{text}”不计入正文'],
  'head-line': ['dropped', '{kind}“{text}”不计入正文'],
  imprint: ['dropped', '版记“{text}”不计入正文'],
  secret: ['doubted', '文件标有密级“{text}”，涉密文件不得公开，请核对'],
  'number-written': ['doubted', '文号原文为“{text}”，已按规范写作“{number}”，请核对'],
  'number-year': ['doubted', '文号年份（{number}）与成文日期（{date}）不一致，请核对'],
  'issuer-differs': ['doubted', '版头发文机关“{head}”与落款“{signature}”不一致，请核对'],
  'title-missing': ['doubted', '没有认出标题，暂用文件名，请核对'],
  'title-joined': ['changed', '标题由多行或带空格的文字合并而成，请核对'],
  'date-missing': ['doubted', '没有认出成文日期，请填写'],
  'date-impossible': ['doubted', '日期“{text}”不存在，请核对'],
  disclosure: ['doubted', '文中注明“{text}”，公开属性暂填“{kind}”，请核对'],
  'annex-elsewhere': ['doubted', '附件“{name}”的内容不在本文件中，请另行上传'],
  'annex-title': ['doubted', '附件说明为“{listed}”，附件标题为“{title}”，请核对'],
  'line-joined': ['doubted', '疑为换页断开的句子，已合并：“{before}|{after}”，请核对'],
  'auto-number': ['changed', '自动编号已转为文字（{labels}），请核对'],
  'number-format': ['doubted', '自动编号格式“{format}”不认识，已按阿拉伯数字编号，请核对'],
  insertion: ['doubted', '含有尚未接受的修订，新增文字已收入：“{text}”'],
  deletion: ['dropped', '含有尚未接受的修订，删除文字未收入：“{text}”'],
  comment: ['dropped', '批注未收入：“{text}”'],
  'hidden-text': ['dropped', '隐藏文字未收入：“{text}”'],
  strikethrough: ['doubted', '带删除线的文字已作为普通文字收入：“{text}”，请核对'],
  underline: ['changed', '下划线未保留：“{text}”'],
  'text-box': ['changed', '文本框文字已移到所在段落之后：“{text}”'],
  'word-art': ['dropped', '艺术字未收入：“{text}”'],
  header: ['dropped', '页眉未收入：“{text}”'],
  footer: ['dropped', '页脚未收入：“{text}”'],
  footnote: ['changed', '脚注或尾注共 {count} 条，已移到文末'],
  equation: ['dropped', '公式未收入：“{text}”，请改为文字或图片'],
  object: ['dropped', '嵌入的对象未收入，请作为附件另行上传'],
  chart: ['dropped', '图表或 SmartArt 未收入，请改为图片'],
  'drawn-group': ['dropped', '组合图形中的图片未收入，请取消组合'],
  'inserted-file': ['dropped', '插入的外部文件内容未收入，请粘贴为正文'],
  field: ['doubted', '域（{name}）按最后一次更新的结果收入，请核对'],
  ruby: ['changed', '拼音指南只保留汉字：“{text}”'],
  'external-image': ['dropped', '外部链接图片未收入（不访问 {src}），请改为嵌入图片'],
  'missing-image': ['dropped', '图片在文件中缺失，未收入'],
  'image-format': ['dropped', '{format} 格式的图片未收入，请改为 PNG 或 JPG'],
  'image-without-alt': ['doubted', '第 {at} 张图片没有替代文字，请补上'],
  'caption-as-alt': ['changed', '第 {at} 张图片以图题“{text}”作替代文字，请核对'],
  symbol: ['dropped', '特殊符号未收入（{text}），请改为普通字符'],
  element: ['dropped', '不支持的内容未收入：{name}'],
  lost: ['dropped', '一段文字没能收入：“{text}”，请手工补上'],
  converter: ['doubted', '转换时提示：{text}'],
} as const satisfies Record<string, readonly [NoteKind, string]>;
export type NoteCode = keyof typeof NOTES;

/** One thing of the Word file that is not in the draft, is there in another form, or should be looked at by a person. */
export interface Note {
  readonly code: NoteCode;
  readonly kind: NoteKind;
  readonly text: string;
  /** Where in the file, as a person would look for it. */
  readonly where: string;
}

const MAX_EXCERPT = 40;
/** A long text by its beginning. */
export const excerpt = (text: string): string => {
  const chars = Array.from(text.replace(/\s+/g, ' ').trim());
  return chars.length > MAX_EXCERPT ? `${chars.slice(0, MAX_EXCERPT).join('')}…` : chars.join('');
};

export const note = (code: NoteCode, where: string, facts: Readonly<Record<string, string | number>> = {}): Note => ({
  code,
  kind: NOTES[code][0],
  text: NOTES[code][1].replace(/\{(\w+)\}/g, (_, name: string) => excerpt(String(facts[name] ?? ''))),
  where,
});
