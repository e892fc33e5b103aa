import type { Look, LookFault } from '../look.ts';
import { parseUrl } from '../../core/urls.ts';

export const LINK_LEVELS = ['ok', 'caution', 'broken', 'danger'] as const;
export type LinkLevel = (typeof LINK_LEVELS)[number];
export const LINK_LEVEL_NAMES: Readonly<Record<LinkLevel, string>> = {
  ok: '正常',
  caution: '留意',
  broken: '打不开',
  danger: '危险',
};
export interface LinkVerdict {
  readonly level: LinkLevel;
  /** Chinese: what was seen, and what to do about it; both empty for `ok`. */
  readonly text: string;
  readonly fix: string;
  /** False: this visit could not tell how the link fares. Another may; until then nothing is told and nothing closed. */
  readonly isTold: boolean;
}

const OK: LinkVerdict = { level: 'ok', text: '', fix: '', isTold: true };
const of = (level: LinkLevel, text: string, fix: string): LinkVerdict => ({ level, text, fix, isTold: true });
const untold = (text: string, fix: string): LinkVerdict => ({ level: 'caution', text, fix, isTold: false });

const BY_FAULT: Readonly<Record<LookFault, LinkVerdict>> = {
  'address-refused': of('broken', '链接指向内部网络地址，公众打不开', '改为公开地址，或删除链接'),
  'scheme-refused': of('broken', '链接的协议不是网页', '改为 http 或 https 地址，或删除链接'),
  'robots-refused': untold('对方网站不允许自动检查', '请人工打开确认'),
  'host-resting': untold('对方网站近来出错，暂缓检查', '稍后再查'),
  stopped: untold('检查中止，没有看到结果', '稍后再查'),
  'too-many-redirects': of('broken', '链接来回跳转，打不开', '找到最终地址后改正链接'),
  'too-large': OK,
  'too-slow': untold('对方网站响应过慢', '稍后再查；连续几次都慢则更换链接'),
  unreachable: of('broken', '对方网站连不上', '核对地址；网站已关停的，更换或删除链接'),
  tls: of('caution', '对方网站的安全证书有问题', '提醒对方更新证书，其间可更换链接'),
  status: untold('对方网站暂时拒绝访问或出错', '稍后再查；连续几次都出错则更换链接'),
  undecodable: OK,
  'not-text': OK,
};

/** What a government page must never lead to; an expired domain is soon bought for it (V-S1.3). */
const DANGEROUS =
  /博彩|赌场|娱乐城|六合彩|时时彩|百家乐|棋牌(?:平台|游戏)|真人视讯|成人(?:视频|电影)|色情|情色|裸聊|约炮|发票代开|办证刻章|私服/;
const FOR_SALE = /域名(?:出售|转让|已过期|停放)|domain (?:is )?for sale|此域名|buy this domain/i;
/** Pages that say "not found" with status 200. */
const SOFT_GONE = /^(?:404|页面不存在|您访问的页面不存在|找不到(?:该|您)?.{0,6}页面|文章(?:不存在|已删除))/;

const hostOf = (url: string): string => (parseUrl(url)?.hostname ?? '').replace(/^www\./, '');

export interface LinkedPage {
  readonly title: string;
  readonly text: string;
}

/** How an outgoing link fares: `look` is what came back, `page` what it says where it is a page. */
export const judgeLink = (url: string, look: Look, page: LinkedPage | null): LinkVerdict => {
  if (look.kind === 'gone') return of('broken', `链接的页面已不存在（${look.status}）`, '找到新地址后改正，或删除链接');
  if (look.kind === 'unknown') return BY_FAULT[look.cause];
  if (page !== null) {
    const said = `${page.title}\n${page.text.slice(0, 2_000)}`;
    if (DANGEROUS.test(said))
      return of('danger', '链接的页面含有赌博、色情等内容', '立即删除链接，并检查还有哪些页面引用它');
    if (FOR_SALE.test(said))
      return of('danger', '链接的域名已过期或正在出售，随时可能被不法网站占用', '立即删除或更换链接');
    if (SOFT_GONE.test(page.title.trim()))
      return of('broken', '链接的页面提示内容不存在', '找到新地址后改正，或删除链接');
  }
  const isElsewhere = hostOf(look.url) !== '' && hostOf(look.url) !== hostOf(url);
  return isElsewhere ? of('caution', `链接已转到 ${look.url}`, '确认新网站可靠后，把链接改为新地址') : OK;
};
