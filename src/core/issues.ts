/** `block` stops the item at the gate; `warn` is told and lets it pass. */
export type IssueLevel = 'block' | 'warn';

/** One thing wrong with what somebody sent: where (a JSON path), what, and the facts the words need. */
export interface Issue {
  readonly field: string;
  readonly code: IssueCode;
  readonly level: IssueLevel;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** The closed list of issues. The words stand here and nowhere else; each says what is wrong and how to mend it. */
export const ISSUES = {
  missing: '缺少此项，请补上',
  'wrong-type': '格式不对，应为{expected}',
  'not-one-of': '不在可选范围内，应为：{options}',
  'too-long': '过长（最多 {max} {unit}，现有 {actual}），请删减',
  'too-short': '过短（至少 {min}），请补充',
  'too-many': '过多（最多 {max} 个，现有 {actual} 个），请删减',
  'number-too-big': '过大（最多 {max}），请核对',
  'number-too-small': '过小（至少 {min}），请核对',
  'bad-date': '日期不存在，请按 2020-09-28 的写法核对',
  'bad-time': '不是有效的时间，请按 2026-11-25T09:00:00+08:00 的写法核对',
  'bad-format': '写法不对，请核对',
  'bad-window': '期间的结束不能早于开始，最长 {max} 天，请核对',
  'bad-expiry': '期限应在今后{max}以内，请核对',
  'unknown-field': '没有这个字段：{name}，请删去或核对拼写',
  'bad-json': '不是有效的 JSON（{reason}），请检查后重发',
  'control-character': '含有控制字符（第 {at} 个字符，{code}），请删去后重发',
  'broken-character': '含有残缺字符（第 {at} 个字符），请从原稿重新复制',
  'empty-body': '正文为空，请填写正文',
  'no-guide': '办事指南须填写结构化字段 guide',
  'guide-not-allowed': '只有办事指南可以带 guide 字段，请删去或改稿件类型',
  'body-not-allowed': '办事指南用结构化字段 guide 代替正文，请删去正文',
  'unknown-unit': '没有单位“{id}”，请用 GET /api/units 中的编号',
  'unknown-column': '没有栏目“{id}”，请用 GET /api/columns 中的编号',
  'unknown-catalog-entry': '没有目录事项“{id}”，请用 GET /api/catalog 中的编号；不填则按栏目的事项计算公开时限',
  'unknown-channel': '没有渠道“{id}”，请用 GET /api/channels 中的编号',
  'channel-off': '渠道“{channel}”未启用：{reason}',
  'channel-does-not-take': '渠道“{channel}”不接收“{type}”，请从发布渠道中去掉',
  'no-channel': '没有渠道可以接收这篇稿件，请检查稿件类型与已启用渠道',
  'unknown-asset': '附件或图片 {id} 尚未上传，请先用 POST /api/assets 上传',
  'foreign-image': '正文第 {at} 张图片须先上传，再以 asset:编号 引用（现为 {src}）',
  'image-without-alt': '正文第 {at} 张图片缺少替代文字（alt），请补上：读屏的人靠它知道图里是什么',
  'not-public': '公开属性为“{kind}”，只有“主动公开”的稿件可以发布',
  'no-reason': '公开属性为“{kind}”须依法说明理由，请填写 disclosure.reason',
  'approval-missing': '缺少“{stage}”审签，请补签后重发',
  'approval-other-hash': '{name} 的审签针对另一内容（{hash}），须对现内容（{actual}）重新审签',
  'approval-by-author': '{name} 是作者，不能审签自己的稿件，请由他人审签',
  'approval-same-person': '{name} 已在“{other}”环节审签，各环节须由不同的人审签',
  'approval-unknown-stage': '没有“{stage}”这一审签环节，应为：{stages}',
  'approval-in-future': '{name} 的审签时间晚于现在，请核对',
  'approval-stage-twice': '“{stage}”环节有不止一个审签，每个环节请只留一个',
  'no-change': '与现行的第 {revision} 版内容相同，没有可更正之处',
  'in-the-past': '时间已过，请另选将来的时间',
  'before-approved': '不能早于审签的发布时间（{at}）；要提前请更正后重新审签',
  'interprets-unknown': '没有外部编号为“{id}”的政策文件，请先发布政策或核对编号',
  'member-unknown': '没有外部编号为“{id}”的办事指南，请先发布它，或核对一件事“所含事项”的编号',
  'title-too-long': '“{channel}”标题最多 {max} {unit}，现有 {actual}，请缩短标题，或另填短标题 shortTitle',
  'body-too-long': '“{channel}”正文最多 {max} {unit}，现有 {actual}，请精简或拆分',
  'too-many-images': '“{channel}”最多 {max} 张图片，现有 {actual} 张',
  'image-too-large': '“{channel}”图片最大 {max} 字节，{name} 为 {actual} 字节，请压缩',
  'image-type': '“{channel}”只接受 {types} 图片，{name} 为 {actual}，请转换格式',
  'field-too-long': '“{channel}”的{name}最多 {max} {unit}，现有 {actual}，请缩短',
  'unknown-replacement': '没有这篇替代稿件，或就是稿件自己，请填写另一篇已收稿件的编号',
  'dropped-link': '“{channel}”不保留正文链接，已改为文末注释',
  'too-complex': '正文排版过于复杂（嵌套超过 {depth} 层或标签超过 {tags} 个），请去掉多余的排版后重发',
  'dropped-element': '已去掉不支持的内容：{name}',
  'guide-lint': '{text}',
  'password-short': '口令至少 {min} 个字符',
  'password-kinds': '口令须含大写字母、小写字母、数字、其他符号中的至少 {kinds} 种',
  'password-holds-name': '口令不能含有账号或姓名中的片段',
  'password-used': '口令与最近 {count} 次用过的相同，请换一个',
  'passwords-differ': '两次输入的口令不一致',
  'wrong-password': '当前口令不正确',
  'name-taken': '已有人使用，请换一个',
  'roles-exclude': '“{one}”与“{other}”不能由同一人担任',
  'bad-address-range': '“{value}”不是地址或网段，请按 10.1.0.0/16 的写法填写',
  'own-address-outside': '这些网段不含您现在的地址 {address}，保存后您将无法登录',
  'setting-fixed': '此项由配置文件给出，请在配置文件中修改',
  'secret-again': '改了地址就须重新填写密钥，以免旧密钥发往新地址',
  'address-fixed': '渠道的密钥由配置文件给出，地址也须在配置文件中修改，以免密钥发往别处',
  'personal-data': '疑似含有个人信息（{kind}），请核对并脱敏',
} as const;
export type IssueCode = keyof typeof ISSUES;

export const issue = (
  field: string,
  code: IssueCode,
  facts: Readonly<Record<string, string | number>> = {},
  level: IssueLevel = 'block',
): Issue => ({ field, code, level, facts });

/** The issue in Chinese, for a person: what is wrong and what to do. */
export const issueText = ({ code, facts }: Pick<Issue, 'code' | 'facts'>): string =>
  ISSUES[code].replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));

export const blocks = (issues: readonly Issue[]): boolean => issues.some(({ level }) => level === 'block');
