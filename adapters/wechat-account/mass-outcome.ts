import type { Receipt, TurnedDown } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { call } from './client.ts';
import { massRef, massResultSchema, type MassResult } from './mass-event.ts';
import { awaitWord } from './outcome.ts';
import { receiptOf } from './pages.ts';
import type { WechatIo } from './settings.ts';

/** `at`: ISO. */
export type Sent = { readonly msgId: string; readonly dataId: string; readonly at: string };

const SUSPECTED = '平台审核未通过（{why}），请修改内容后更正重发';
const suspected = (why: string): string => SUSPECTED.replace('{why}', why);

/** Status of MASSSENDJOBFINISH, but for `send success`, from the page on mass sending. */
export const REFUSALS: Readonly<Record<string, string>> = {
  'send fail': '微信群发失败，请登录公众平台查看原因，更正后重发',
  'err(10001)': suspected('涉嫌广告'),
  'err(20001)': suspected('涉嫌政治'),
  'err(20002)': suspected('涉嫌色情'),
  'err(20004)': suspected('涉嫌社会'),
  'err(20006)': suspected('涉嫌违法犯罪'),
  'err(20008)': suspected('涉嫌欺诈'),
  'err(20013)': suspected('涉嫌版权'),
  'err(21000)': suspected('涉嫌其他'),
  'err(22000)': suspected('涉嫌互推'),
  'err(30001)': '原创校验时微信系统出错，没有群发，请点重试',
  'err(30002)': '原创校验判定这篇文章不能群发，请改写后更正重发',
  'err(30003)':
    '原创校验判定这篇文章是转载，没有群发：请改写后更正重发；若确可转载，把渠道设置 reprint 改为 send 后重试',
  'err(40001)': '公众号管理员拒绝了这次群发，请与管理员确认后重试',
  'err(40002)': '公众号管理员 30 分钟内没有确认这次群发，请管理员留意微信后重试',
};
const SUCCESS = 'send success';

const originalsIn = ({ originals }: MassResult): string =>
  originals.length > 0 ? `。平台认定的原文：${originals.join('、')}` : '';

const settle = async (result: MassResult): Promise<Receipt | TurnedDown> => {
  const { msgId, status, sent, urls } = result;
  const [url, ...others] = urls;
  if (status === SUCCESS && url) return receiptOf(massRef(msgId), url, others);
  if (status === SUCCESS)
    throw new ChannelError(
      'outcome-unknown',
      '微信说已群发，却没有推送文章地址：请核对“服务器配置”的回调地址，并到公众平台查看这篇文章',
    );
  const reason = REFUSALS[status];
  if (reason === undefined || sent > 0)
    throw new ChannelError(
      'outcome-unknown',
      `微信答复的群发结果不明（${status}，已送达 ${sent} 人），请到公众平台核对`,
    );
  return { state: 'turned-down', reason: `${reason}${originalsIn(result)}` };
};

/** msg_status of message/mass/get; it names no address. */
const ASKED: Readonly<Record<string, string>> = { SEND_SUCCESS: SUCCESS, SEND_FAIL: 'send fail' };
const GONE = 'DELETE';

/** Whether the account says that the message was deleted. */
export const isMessageDeleted = async (msgId: string, io: WechatIo): Promise<boolean> =>
  (await call(io, 'message/mass/get', { msg_id: msgId })).msg_status === GONE;

const ask = async (msgId: string, io: WechatIo): Promise<MassResult | null> => {
  const { msg_status: asked } = await call(io, 'message/mass/get', { msg_id: msgId });
  const status = ASKED[asked];
  if (asked === GONE) throw new ChannelError('outcome-unknown', '这次群发已在公众平台被删除，请核对后更正重发');
  return status === undefined ? null : { msgId, status, sent: 0, originals: [], urls: [] };
};

/** What became of a mass message: the callback names the address; without one a person has to look it up. */
export const massOutcomeOf = ({ msgId, at }: Sent, io: WechatIo): Promise<Receipt | TurnedDown> =>
  awaitWord<MassResult>(
    {
      ref: massRef(msgId),
      at,
      told: async () => {
        const events = (await io.callbacks(massRef(msgId))).map((data) => massResultSchema.safeParse(data));
        return events.flatMap(({ data }) => data ?? []).at(-1) ?? null;
      },
      ask: () => ask(msgId, io),
      settle,
    },
    io,
  );
