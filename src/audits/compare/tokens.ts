import type { Meaning } from '../difference.ts';
import { CHINESE_NUMERAL, valueOf } from './numerals.ts';

/** A thing in a normalised text whose change changes what a reader does. */
export interface Token {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
  /** Equal for what means the same: 一百二十 and 120, 2020年3月5日 and 2020-03-05. */
  readonly value: string;
}

const C = `[${CHINESE_NUMERAL}]`;
const D = `(?:\\d+|${C}{1,6})`;
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const OFFICES =
  '书记|主席|主任|县长|市长|省长|镇长|乡长|区长|局长|处长|科长|部长|院长|校长|所长|站长|会长|总理|总统|记者|通讯员|联系人|负责人|经办人|同志|先生|女士|教授|博士|编辑|作者|法定代表人';
const KINDS: readonly (readonly [meaning: Meaning, pattern: string])[] = [
  ['document-number', '[\\u4e00-\\u9fff]{1,12}[〔\\[【(](?:19|20)\\d{2}[〕\\]】)](?:第)?\\d{1,5}号'],
  ['id', '(?<![\\dA-Za-z])(?:\\d{17}[\\dXx]|[0-9A-HJ-NPQRTUWXY]{18})(?![\\dA-Za-z])'],
  ['id', '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+|https?:\\/\\/[\\w./?=&%#:~-]+|www(?:\\.[\\w-]+)+'],
  [
    'date',
    `(?:\\d{4}|\\d{2}|[〇○零一二三四五六七八九]{4})年(?:${D}月(?:${D}[日号])?)?|${D}月${D}[日号]|(?<!\\d)(?:19|20)\\d{2}[-./]\\d{1,2}[-./]\\d{1,2}(?!\\d)|(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!份额)|(?<![\\d.])\\d{1,2}[日号](?![\\d楼门线])|(?:星期|周|礼拜)[一二三四五六日天]|(?<!\\d)\\d{1,2}:\\d{2}(?::\\d{2})?(?!\\d)|\\d{1,2}[时点](?:\\d{1,2}分|半)?`,
  ],
  [
    'phone',
    '(?<!\\d)(?:1[3-9]\\d{9}|0\\d{2,3}-?\\d{7,8}(?:-\\d{1,5})?|\\(0\\d{2,3}\\)\\d{7,8}|[48]00-?\\d{3}-?\\d{4})(?!\\d)',
  ],
  [
    'amount',
    `(?:[¥￥$]\\d[\\d,]*(?:\\.\\d+)?[十百千万亿]*|(?:\\d[\\d,]*(?:\\.\\d+)?[十百千万亿]*|${C}+)(?:余|多)?(?:元|圆|美元|欧元|港元|日元|英镑|人民币|块钱))`,
  ],
  [
    'number',
    `[-+]?\\d[\\d,]*(?:\\.\\d+)*[十百千万亿]*[%‰]?|第${C}+|百分之${C}+|${C}{2,}|${C}(?=[个名人件项次天日年月元亩户条章节家位台辆套间座岁周级倍成分])`,
  ],
  [
    'name',
    `(?:${OFFICES})[:：]?[${SURNAMES}][\\u4e00-\\u9fff]{1,2}|[${SURNAMES}][\\u4e00-\\u9fff]{1,2}(?=(?:${OFFICES}))`,
  ],
  [
    'negation',
    '不得|不予|不准|不能|不可|不会|不应|不要|不是|不符|不再|不须|不需|不(?!断|仅|但|过|同|久|少|管|论|妨|惜|如|止|只|料|禁|由)|未(?!来|央|婚)|无(?!线|论|锡|人机|数|疑|比)|没有|没(?!收)|非(?!常|洲|遗)|勿|禁止|严禁|免(?!疫)|否(?!则)|莫|别(?=[去来说要再让做])',
  ],
];
const SCANNER = new RegExp(KINDS.map(([, pattern]) => `(${pattern})`).join('|'), 'g');

const NUMBERS = new RegExp(`\\d[\\d,]*(?:\\.\\d+)?[十百千万萬亿億]*|${C}+`, 'g');
/** Numbers by value, the rest as written; dates by their numbers alone, in whichever form they are written. */
const valueIn = (meaning: Meaning, text: string): string => {
  if (meaning === 'date')
    return Array.from(text.matchAll(NUMBERS), ([number]) => valueOf(number).replace(/^0+(?=\d)/, '')).join('-');
  if (meaning === 'number' || meaning === 'amount') return text.replace(NUMBERS, (number) => valueOf(number));
  return text;
};

const tokenOf = (match: RegExpExecArray, offset: number): Token => {
  const [whole] = match;
  let group = 1;
  while (group <= KINDS.length && match[group] === undefined) group += 1;
  const meaning = KINDS[group - 1]?.[0] ?? 'number';
  const start = offset + match.index;
  return { meaning, start, end: start + whole.length, value: valueIn(meaning, whole) };
};

/**
 * All such things in order, none inside another; `offset` is where `text` begins in the whole. One scanner for all texts:
 * `matchAll` would copy and compile it each time, which takes longer than to scan a line.
 */
export const tokensOf = (text: string, offset = 0): Token[] => {
  const tokens: Token[] = [];
  SCANNER.lastIndex = 0;
  for (let match = SCANNER.exec(text); match !== null; match = SCANNER.exec(text)) tokens.push(tokenOf(match, offset));
  return tokens;
};
