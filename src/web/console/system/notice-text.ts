const names: Readonly<Record<string, string>> = {
  url: '机器人地址',
  secret: '加签密钥',
  host: '邮件服务器',
  port: '端口',
  user: '账号',
  password: '密码或授权码',
  from: '发件邮箱',
  to: '收件邮箱',
  plain: '加密',
};
const hints: Readonly<Record<string, string>> = {
  'wecom.url': '在企业微信群里添加群机器人后得到，以 https:// 开头',
  'dingtalk.url': '在钉钉群里添加自定义机器人后得到，以 https:// 开头；安全设置选“加签”，或把“一稿”设为关键词',
  'dingtalk.secret': '安全设置选了“加签”时填写，以 SEC 开头；加密保存，存了就看不到',
  'smtp.port': '465 全程加密；其他端口要求 STARTTLS',
  'smtp.user': '不需要登录的服务器留空',
  'smtp.password': '加密保存，存了就看不到',
  'smtp.to': '多个邮箱用逗号或换行分开',
};

/** Every word of 通知. */
export const noticeText = {
  title: '通知',
  why: '把要紧的事发到企业微信群、钉钉群或邮箱。不发未公开稿件的文字；发不出去不影响任何工作。',
  rules:
    '新的严重问题、分发失败或待确认：攒 5 分钟合为一条，两条之间至少隔 30 分钟，22 时至次日 7 时不发。时限临近（3 天内）与报表到期（10 天内）：每个工作日 8:30 合为一条。同一件事只通知一次，已办结的不再发。',
  name: '名称',
  nameHint: '如“政府办值班群”',
  way: '方式',
  topics: '通知什么',
  state: '状态',
  sent: '最近发出',
  on: '正常',
  off: '已停用',
  failing: '连续 {times} 次未送达',
  next: '下次再试',
  nobody: '还没有通知对象。在下面添加一个，再点“试发”。',
  add: '添加{way}',
  save: '添加',
  plain: '允许不加密（只用于本单位内网的服务器）',
  settings: names,
  hints,
  verbs: { try: '试发', on: '启用', off: '停用', remove: '删除' },
  arrived: '已发出，请到群里或邮箱里看是否收到。',
  failed: '没有送达：{why}',
} as const;
