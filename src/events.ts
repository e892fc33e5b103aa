import type { DatabaseLike } from '../db/client.ts';
import { events } from '../db/schema/index.ts';
import type { Json } from './core/json.ts';

/** The closed list of things that happen, with the words people read. */
export const EVENT_NAMES = {
  'item-received': '收稿',
  'item-revised': '更正稿收到',
  'delivery-planned': '安排分发',
  'delivery-withdrawing': '要求撤回',
  'delivery-published': '已发布',
  'delivery-updated': '已更新',
  'delivery-withdrawn': '已撤回',
  'delivery-in-review': '平台处理中',
  'delivery-failed': '未成功',
  'delivery-abandoned': '放弃未完成的动作',
  'delivery-settled': '无需动作',
  'delivery-retried': '人工重试',
  'delivery-resolved': '人工确认结果',
  'callback-received': '收到平台通知',
  'channel-paused': '渠道暂停',
  'delivery-swept': '巡查补唤醒',
  'delivery-repushed': '重新推送',
  'copy-audited': '巡检结论变化',
  'audits-asked': '发起巡检',
  'finding-opened': '发现问题',
  'finding-reopened': '问题再次出现',
  'finding-closed': '问题消除',
  'finding-accepted': '接受问题',
  'finding-reassigned': '转办问题',
  'host-braked': '暂停逐篇报告',
  'host-released': '继续巡检',
  'key-created': '建立密钥',
  'key-revoked': '停用密钥',
} as const;
export type EventKind = keyof typeof EVENT_NAMES;

export interface NewEvent {
  /** Who: an API key's name, a person, or the part of the system that acted. */
  readonly actor: string;
  readonly kind: EventKind;
  readonly itemId?: string;
  readonly deliveryId?: string;
  readonly data?: Readonly<Record<string, Json>>;
}

/** Written in the transaction of the change itself: no event, no change. */
export const writeEvents = async (db: DatabaseLike, rows: readonly NewEvent[]): Promise<void> => {
  if (rows.length > 0) await db.insert(events).values([...rows]);
};
