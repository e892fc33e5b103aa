import type { Issue } from './issues.ts';

/** The closed list of errors a caller can get: HTTP status and what a person reads. 4xx: the caller acts; 5xx: we do. */
export const ERRORS = {
  'bad-request': [400, '请求无法读懂：{reason}'],
  'no-key': [401, '缺少 API 密钥，请在 Authorization 头中以 Bearer 方式提供'],
  'bad-key': [401, 'API 密钥无效、已停用或已过期，请向管理员索取新的密钥'],
  'other-unit': [403, '不能处理单位“{unit}”的稿件，请使用该单位的密钥或账号'],
  'signed-out': [401, '您尚未登录，或登录已失效，请重新登录'],
  'sign-in-failed': [401, '账号或口令不正确'],
  'bad-code': [401, '验证码不正确、已用过或已超时，请用新的验证码再试'],
  'locked-out': [429, '尝试次数过多，请 {minutes} 分钟后再试，或联系系统管理员'],
  'no-permission': [403, '没有“{action}”的权限，如需办理请联系系统管理员'],
  'outside-network': [403, '工作人员页面只能从指定网络访问，您的地址 {address} 不在其中'],
  'foreign-request': [403, '请求不是从本系统的页面发出的，请回到页面重新操作'],
  'stale-form': [403, '页面已过期（登录状态变化），请刷新页面后重试'],
  'prove-again': [403, '这一步须重新确认身份'],
  'set-up-over': [409, '初始化链接已失效：系统已有用户，或链接不完整'],
  'last-admin': [409, '这是最后一名可用的系统管理员，不能停用或去掉其角色'],
  'not-found': [404, '没有找到{what}，请核对编号'],
  'other-content': [
    409,
    '外部编号“{externalId}”已有不同内容（现为第 {revision} 版），如为更正请带上 previous: "{hash}" 重发',
  ],
  'stale-previous': [409, '更正所依据的版本不是最新版（现为第 {revision} 版，{hash}），请先核对最新内容再更正'],
  'not-now': [409, '{what}目前为“{status}”，不能{verb}'],
  'stale-draft': [
    409,
    '{who}已于{at}保存了第 {version} 版，您依据的是第 {previous} 版，因此没有保存；请先查看最新内容，再改',
  ],
  'already-decided': [409, '“{stage}”环节已由{who}于{at}{decision}，不能重复决定；请刷新页面'],
  'stale-report': [409, '报表在您查看之后有变化，因此没有出具；请核对最新内容，再出具'],
  'seal-broken': [409, '送审后内容有变（送审时 {sealed}，现为 {actual}），审签不再有效；请退回，由作者重新送审'],
  'own-work': [403, '您是这篇稿件的作者，不能审签自己的稿件，请由他人审签'],
  'same-person': [403, '您已在“{stage}”环节审签过，各环节须由不同的人审签'],
  'too-large': [413, '内容过大（最多 {max}），请压缩或拆分'],
  'unsupported-media': [415, '不支持的内容类型“{type}”，应为 {expected}'],
  'bad-word': [422, '这份 Word 文件不能接收：{reason}'],
  invalid: [422, '有 {count} 处需要修改'],
  unavailable: [503, '{what}暂时不可用，请稍后再试'],
  internal: [500, '系统内部错误（编号 {id}），请联系管理员'],
} as const satisfies Record<string, readonly [number, string]>;
export type ErrorCode = keyof typeof ERRORS;

/** The one error verbs throw on purpose. Anything else that escapes is a bug and becomes `internal`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];

  constructor(code: ErrorCode, facts: Readonly<Record<string, string | number>> = {}, issues: readonly Issue[] = []) {
    super(ERRORS[code][1].replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '')));
    this.code = code;
    this.issues = issues;
  }

  get status() {
    return ERRORS[this.code][0];
  }
}

/** 422 with every issue at once. */
export const invalid = (issues: readonly Issue[]): AppError =>
  new AppError('invalid', { count: issues.length }, issues);
