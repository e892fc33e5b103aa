import type { DatabaseLike } from '../db/client.ts';
import { events } from '../db/schema/index.ts';
import type { Json } from './core/json.ts';

/** The closed list of things that happen, with the words people read. */
export const EVENT_NAMES = {
  'item-received': '收稿',
  'item-revised': '更正稿收到',
  'item-filed': '改列目录事项',
  'draft-created': '新建草稿',
  'draft-saved': '保存草稿',
  'draft-submitted': '送审',
  'draft-withdrawn': '撤回送审',
  'draft-returned': '退回修改',
  'draft-approved': '审签同意',
  'draft-discarded': '废弃草稿',
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
  'delivery-rescheduled': '改期',
  'delivery-undone': '撤销待发布',
  'callback-received': '收到平台通知',
  'channel-paused': '渠道暂停',
  'channel-held': '人工暂停渠道',
  'channel-resumed': '恢复渠道',
  'channel-probed': '测试连接',
  'channel-settings-changed': '修改渠道设置',
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
  'set-up': '系统初始化',
  'signed-in': '登录',
  'signed-in-by-backup-code': '用备用码登录',
  'sign-in-refused': '登录被拒',
  'signed-out': '退出',
  'identity-proved': '重新确认身份',
  'proof-refused': '确认身份被拒',
  'action-refused': '操作被拒',
  'password-changed': '修改口令',
  'password-reset': '重置口令',
  'totp-on': '启用动态验证码',
  'totp-off': '停用动态验证码',
  'backup-codes-renewed': '换发备用码',
  'user-created': '建立用户',
  'user-changed': '修改用户',
  'user-disabled': '停用用户',
  'user-enabled': '启用用户',
  'sessions-ended': '结束登录',
  'unit-created': '建立单位',
  'unit-renamed': '单位改名',
  'setting-changed': '修改设置',
  'reach-imported': '导入访问日志',
  'notice-target-added': '添加通知对象',
  'notice-target-removed': '删除通知对象',
  'notice-target-on': '启用通知',
  'notice-target-off': '停用通知',
  'notice-tried': '试发通知',
  'notice-sent': '已发通知',
  'notice-failed': '通知未送达',
  'report-entered': '填报报表',
  'report-issued': '出具报表',
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
