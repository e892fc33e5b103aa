/** What a proof of the log may find, in the words people read. */
export const BREAK_NAMES = {
  changed: '内容被改动',
  removed: '被删除',
  inserted: '事后插入',
  seal: '封存记录本身被改动或缺失',
} as const;
