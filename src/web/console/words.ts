/** The words that every staff page shares; those of one page group stand in its own folder's `text.ts`. */
export const words = {
  product: '一稿',
  skip: '跳到正文',
  navigation: '主导航',
  account: '我的账号',
  signOut: '退出',
  keys: '快捷键',
  keysTitle: '键盘快捷键',
  close: '关闭',
  search: '搜索',
  clear: '清除条件',
  next: '下一页',
  first: '回到第一页',
  save: '保存',
  cancel: '取消',
  back: '返回',
  none: '暂无',
  untold: '未提供',
  look: '查看',
  download: '下载',
  all: '全部',
  errorTitle: '未能完成',
  issuesTitle: '请修改以下各处',
  proofTitle: '重新确认身份',
  proofWhy: '这一步不易撤销，请再输入一次口令。确认后 {minutes} 分钟内不再询问。',
  password: '口令',
  proofGo: '确认并继续',
  beijingNote: '所列时间均为北京时间（Asia/Shanghai）。',
  required: '必填',
} as const;

export const KEYS: readonly (readonly [key: string, what: string])[] = [
  ['/', '转到搜索或筛选'],
  ['j', '下一行'],
  ['k', '上一行'],
  ['Enter', '打开所在行'],
  ['?', '显示本说明'],
  ['Esc', '关闭窗口，离开输入框'],
];

/** What a page says after a change, named in the address; closed list, so that no link can make a page say anything else. */
export const NOTICES = {
  saved: '已保存。',
  'signed-out': '已退出。',
  'password-changed': '口令已修改，请用新口令登录。',
  'totp-on': '动态验证码已启用，下次登录时须输入。',
  'filter-saved': '筛选已保存。',
  'filter-dropped': '筛选已删除。',
  'draft-saved': '草稿已保存。',
  'draft-submitted': '已送审，审核人会在“审签”中看到。',
  'draft-withdrawn': '已撤回送审，可以继续修改。',
  'draft-discarded': '草稿已废弃。',
  'set-up': '系统管理员已建立，请登录。',
  'user-disabled': '用户已停用，其登录已全部结束。',
  'user-enabled': '用户已启用。',
  'sessions-ended': '该用户的登录已全部结束。',
  'totp-off': '该用户的动态验证码已停用，其登录已全部结束。',
  'unit-created': '单位已建立。',
  'key-revoked': '密钥已停用。',
  approved: '审签完成，已安排分发。',
  'stage-approved': '已同意，转入下一环节。',
  returned: '已退回作者修改。',
  retried: '已重新安排，正在进行。',
  undone: '已撤销发布。',
  withdrawing: '已要求撤回，各渠道正在办理。',
  resolved: '已按您的确认记录。',
  rescheduled: '已改期。',
  'channel-held': '渠道已暂停。',
  'channel-resumed': '渠道已恢复。',
  'settings-saved': '设置已加密保存，数秒内各进程生效。',
  'finding-accepted': '已接受，到期前不再催办。',
  'finding-reassigned': '已转办。',
  'finding-repushed': '已安排重新推送，完成后会自动再巡检一次；核对一致，问题随即消除。',
  'host-released': '已继续巡检，各篇将逐一重新核对。',
  'audits-asked': '已发起巡检，进度见下。',
  'report-issued': '已出具，内容已冻结。',
} as const;
export type Notice = keyof typeof NOTICES;
export const isNotice = (value: string): value is Notice => Object.hasOwn(NOTICES, value);

/** Words with facts in their places. */
export const fill = (text: string, facts: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
