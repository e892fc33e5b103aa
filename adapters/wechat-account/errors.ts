import { ChannelError, type ChannelFault } from '../../src/core/faults.ts';
import { nextBeijingDay } from '../../src/core/time.ts';

type Row = readonly [fault: ChannelFault, text: string];

const TOKEN_LOST: Row = [
  'signed-out',
  '访问令牌反复失效，请检查 AppSecret，并确认没有别的系统在强制刷新同一公众号的令牌',
];
const ASK_ADMIN: Row = ['signed-out', '平台要求管理员确认接口调用，请公众号管理员在微信中确认'];
const CONFIRM_SENDING: Row = [
  'outcome-unknown',
  '公众号开启了群发保护：请管理员 30 分钟内在微信中确认这次群发，确认后自动继续',
];
const LATER_DATA: Row = ['unavailable', '微信的统计数据还没有准备好，稍后自动再试'];
const SUPPORT: Row = ['refused', '查询微信报错编号失败，不影响发布，请把日志交给管理员'];
const GOODS: Row = ['refused', '文章中的商品信息有误，请去掉商品后重发'];

/** Every error our calls may answer, as a fault and as words: what is wrong and how to mend it. */
export const ERRORS: Readonly<Record<number, Row>> = {
  [-1]: ['unavailable', '微信系统繁忙，稍后自动再试'],
  40001: TOKEN_LOST,
  40002: ['refused', '接口参数不合规，请把日志交给管理员'],
  40004: ['refused', '素材类型不对，请换 JPG 或 PNG 图片'],
  40005: ['refused', '图片格式不对，请换 JPG 或 PNG 图片'],
  40007: ['refused', '素材或草稿在公众号后台已不存在，请更正后重新发布'],
  40009: ['refused', '图片超过 1 MB，请压缩后重发'],
  40013: ['signed-out', 'AppID 不对，请在“基本配置”核对后修改渠道设置'],
  40014: TOKEN_LOST,
  40059: ['refused', '公众号里没有这条群发消息，请到公众平台核对'],
  40066: ['refused', '链接地址不合规，请核对正文链接'],
  40113: ['refused', '图片内容无法识别，请另存为 JPG 或 PNG 后重发'],
  40114: ['refused', '文章序号不对，请把日志交给管理员'],
  40125: ['signed-out', 'AppSecret 不对，请在“基本配置”重置后修改渠道设置，并确认本机 IP 已在白名单'],
  40152: ['refused', '群发的标签不存在，请把日志交给管理员'],
  40164: ['signed-out', '本机 IP {ip} 不在白名单，请在公众平台“设置与开发 → 基本配置 → IP白名单”加入它'],
  40243: ['signed-out', 'AppSecret 已冻结，请在“基本配置”解冻'],
  41001: TOKEN_LOST,
  41002: ['signed-out', '缺少 AppID，请补全渠道设置'],
  41004: ['signed-out', '缺少 AppSecret，请补全渠道设置'],
  41005: ['refused', '上传的图片是空的，请重新上传图片'],
  41039: ['refused', '“阅读原文”地址不合规，请核对渠道设置 origin'],
  41040: ['refused', '文章的原创声明与平台记录不一致，请在公众平台核对原创声明后重发'],
  42001: TOKEN_LOST,
  43002: ['refused', '接口须用 POST 调用，请把日志交给管理员'],
  45002: ['refused', '正文超过微信的长度限制，请精简或拆分'],
  45003: ['refused', '标题超过微信的长度限制（32 字），请缩短标题'],
  45004: ['refused', '摘要超过微信的长度限制（120 字），请缩短摘要'],
  45005: ['refused', '“阅读原文”地址过长，请核对渠道设置 origin'],
  45009: ['rate-limited', '今天的微信接口调用次数已用完，明天自动继续'],
  45011: ['rate-limited', '微信接口调用过于频繁，一分钟后自动继续'],
  45028: ['rate-limited', '公众号的群发次数已用完（订阅号每天 1 次，服务号每月 4 次），有了次数自动继续'],
  45062: ['refused', '文章与公众号的广告合约冲突，请登录公众平台处理后重发'],
  45065: ['outcome-unknown', '这篇文章刚刚群发过，系统自动向微信查证，不会重复群发'],
  45066: ['rate-limited', '群发重试过快，一分钟后自动继续'],
  45067: ['refused', '群发编号过长，请把日志交给管理员'],
  45110: ['refused', '作者超过微信的长度限制（16 字），请修改渠道设置 author'],
  45166: ['refused', '微信认为正文内容不合规，请检查链接与外部图片后重发'],
  47001: ['refused', '微信无法解析内容，请检查正文中的特殊字符'],
  48001: ['signed-out', '公众号没有发布接口的权限：须为已认证的公众号，认证过期请续期'],
  48006: ['refused', '本月清零接口额度的次数已用完，请等额度自然恢复'],
  48021: ['refused', '草稿在后台被自动保存过，请登录公众平台手动保存一次，再点重试'],
  50004: ['signed-out', '公众号被禁止使用令牌接口，请登录公众平台查看原因'],
  50007: ['signed-out', '公众号已冻结，请登录公众平台查看原因'],
  53404: GOODS,
  53405: GOODS,
  53406: GOODS,
  53503: ['refused', '草稿未通过发布检查，请登录公众平台查看草稿的提示，更正后重发'],
  53504: ['refused', '这篇草稿须在公众平台官网操作，请登录后处理'],
  53505: ['refused', '草稿在后台被自动保存过，请登录公众平台手动保存一次，再点重试'],
  53600: ['refused', '公众号里已没有这篇文章，请到公众平台核对'],
  61024: ['signed-out', 'AppID 属于第三方平台，请改用公众号自己的 AppID'],
  61500: ['refused', '统计日期的格式不对，请把日志交给管理员'],
  61501: ['refused', '统计日期超出范围，请把日志交给管理员'],
  61503: LATER_DATA,
  76001: SUPPORT,
  76002: SUPPORT,
  76003: SUPPORT,
  76004: SUPPORT,
  76021: SUPPORT,
  76022: SUPPORT,
  88000: ['refused', '公众号没有留言权限，请把日志交给管理员'],
  89503: ASK_ADMIN,
  89504: CONFIRM_SENDING,
  89505: CONFIRM_SENDING,
  89506: ['signed-out', '管理员拒绝了接口调用，24 小时后再试，或请管理员确认'],
  89507: ['signed-out', '管理员拒绝了接口调用，1 小时后再试，或请管理员确认'],
};
const UNKNOWN: Row = ['refused', '微信拒绝了请求'];

/** The access token is no longer good: a fresh one cures it. */
export const STALE_TOKEN: ReadonlySet<number> = new Set([40001, 40014, 42001]);
export const NO_SUCH_MEDIA = 40007;
export const NO_SUCH_ARTICLE = 53600;
export const NO_SUCH_MESSAGE = 40059;
export const ALREADY_SENT = 45065;

/** An answer with an errcode: the platform heard us and says no, so nothing happened. */
export class WechatError extends ChannelError {
  readonly code: number;

  constructor(code: number, fault: ChannelFault, message: string, retryAt?: Date) {
    super(fault, message, retryAt ? { retryAt } : {});
    this.code = code;
  }
}

const retryAt = (code: number, now: Date): Date | undefined => {
  if (code === 45009 || code === 45028) return nextBeijingDay(now);
  return code === 45011 || code === 45066 ? new Date(now.getTime() + 60_000) : undefined;
};

/** `invalid ip 120.244.112.8 ipv6 ::ffff:…, not in whitelist`: the very address that the platform's form wants. */
const ipIn = (errmsg: string): string =>
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/.exec(errmsg)?.[0] ??
  /(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}/i.exec(errmsg)?.[0] ??
  '（见括号内）';

/** An errcode as a fault with Chinese words; the platform's own words, with the rid for its support, in brackets. */
export const toFault = (code: number, errmsg: string, now: Date): WechatError => {
  const [fault, text] = ERRORS[code] ?? UNKNOWN;
  return new WechatError(
    code,
    fault,
    `${text.replace('{ip}', ipIn(errmsg))}（微信 ${code}：${errmsg}）`,
    retryAt(code, now),
  );
};

/** The answer, or null when the platform says with this errcode that there is no such thing. */
export const orNull = async <T>(answer: Promise<T>, code: number): Promise<T | null> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof WechatError && error.code === code) return null;
    throw error;
  }
};

/** When calls that are used up for today are fresh again; undefined for any other error. */
export const usedUpUntil = (error: unknown): Date | undefined =>
  error instanceof ChannelError && error.fault === 'rate-limited' ? (error.retryAt ?? undefined) : undefined;
