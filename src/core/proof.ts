/** What a proof of the log may find; closed list. */
export const BREAKS = ['changed', 'removed', 'inserted', 'seal'] as const;
export type BreakKind = (typeof BREAKS)[number];

export const BREAK_NAMES: Readonly<Record<BreakKind, string>> = {
  changed: '内容被改动',
  removed: '被删除',
  inserted: '是事后插入的',
  seal: '所在封存块本身被改动或缺失',
};
