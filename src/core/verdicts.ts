/** What the newest look at a copy said. `unknown`: the page could not be judged, so it says neither same nor gone. */
export const VERDICTS = ['same', 'differs', 'missing', 'still-there', 'outdated', 'unknown', 'absent'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = {
  same: '一致',
  differs: '有差异',
  missing: '缺失',
  'still-there': '已撤仍在',
  outdated: '过期',
  unknown: '未知',
  absent: '已撤下',
};

/** The copy is as approval wants it. */
export const isAsWanted = (verdict: Verdict | null): boolean => verdict === 'same' || verdict === 'absent';

/** How a look came to its verdict, the cheapest first: nothing changed, the same bytes, the same reading, word by word, or no page. */
export const LOOK_WAYS = ['not-modified', 'bytes', 'reading', 'words', 'answer'] as const;
export type LookWay = (typeof LOOK_WAYS)[number];

export const LOOK_WAY_NAMES: Readonly<Record<LookWay, string>> = {
  'not-modified': '对方答复未修改（304）',
  bytes: '页面哈希相同',
  reading: '正文哈希相同',
  words: '逐字比对',
  answer: '按对方答复',
};
