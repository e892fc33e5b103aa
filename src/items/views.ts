import { z } from 'zod';
import { auditSchema } from '../audits/views.ts';
import { contentSchema, ITEM_TYPES } from '../core/content.ts';
import { SEVERITIES } from '../core/severity.ts';
import { CHANNEL_FAULTS } from '../core/faults.ts';
import { ACTIONS, DELIVERY_STATUSES } from '../core/states.ts';

/** What is told of items: one schema for the types here and for the API's description. */
const instant = z.iso.datetime();
const revisionNumber = z.int().min(1);

const faultSchema = z.object({
  kind: z.enum(CHANNEL_FAULTS),
  name: z.string().describe('原因类别，如“对方故障”'),
  text: z.string().describe('给人看的说明与处理办法'),
});

export const withdrawalSchema = z.object({
  kind: z.enum(['gone', 'replaced', 'withdrawn', 'removed-by-order']),
  reason: z.string(),
  replacedBy: z.uuid().optional().describe('替代它的稿件编号；读者会被指引到那里'),
});

export const deliverySchema = z
  .object({
    channel: z.string().describe('渠道编号'),
    channelName: z.string(),
    status: z.enum(DELIVERY_STATUSES),
    statusName: z.string().describe('状态的中文名'),
    desired: z.enum(['live', 'withdrawn']).describe('审签所要求的状态'),
    desiredRevision: revisionNumber,
    withdrawal: withdrawalSchema.nullable().describe('撤回的种类与原因'),
    actual: z.enum(['absent', 'live']).describe('渠道上的实际状态'),
    actualRevision: revisionNumber.nullable(),
    action: z.enum(ACTIONS).nullable().describe('正在进行的动作'),
    attempts: z.int().min(0).describe('本次动作已失败的次数'),
    nextTryAt: instant.nullable().describe('下一次自动尝试的时间'),
    fault: faultSchema.nullable().describe('最近一次未成功的原因'),
    remoteId: z.string().nullable().describe('平台给出的编号'),
    url: z.string().nullable().describe('公开地址'),
    liveSince: instant.nullable(),
    audit: auditSchema.nullable().describe('对公开副本的巡检；null 为没有公开过'),
    findings: z
      .array(z.object({ id: z.uuid(), severity: z.enum(SEVERITIES), summary: z.string() }))
      .describe('尚未消除的问题，最严重的在前'),
    updatedAt: instant,
  })
  .meta({ id: 'Delivery', description: '分发：一篇稿件在一个渠道上的应有状态与实际状态' });
export type DeliveryView = z.infer<typeof deliverySchema>;

export const itemSummarySchema = z
  .object({
    id: z.uuid(),
    externalId: z.string().describe('外部编号'),
    type: z.enum(ITEM_TYPES),
    typeName: z.string(),
    unit: z.string().describe('单位编号'),
    unitName: z.string(),
    title: z.string(),
    revision: revisionNumber.describe('最新版本号'),
    publishedAt: instant.describe('发布时间'),
    createdAt: instant.describe('收稿时间'),
    deliveries: z.array(deliverySchema),
  })
  .meta({ id: 'ItemSummary', description: '稿件及其各渠道的状态' });
export type ItemSummary = z.infer<typeof itemSummarySchema>;

const revisionSchema = z
  .object({
    number: revisionNumber,
    hash: z.string().describe('内容的 SHA-256，审签所针对的就是它'),
    author: z.string(),
    createdAt: instant,
    content: contentSchema.describe('清洗后的内容：存储、计算 hash、展示和发送的都是它'),
  })
  .meta({ id: 'Revision', description: '版本：一份不可更改的内容' });

const approvalViewSchema = z
  .object({ revision: revisionNumber, hash: z.string(), stage: z.string(), name: z.string(), at: instant })
  .meta({ id: 'RecordedApproval', description: '审签：某人对某一版本 hash 的同意' });

const receiptSchema = z
  .object({
    channel: z.string(),
    channelName: z.string(),
    revision: revisionNumber,
    remoteId: z.string(),
    url: z.string(),
    renditionHash: z.string().describe('渠道稿的 SHA-256'),
    at: instant,
    goneAt: instant.nullable().describe('该副本确认不再可见的时间'),
  })
  .meta({ id: 'Receipt', description: '回执：平台给出的发布凭据' });

const stepSchema = z
  .object({
    channel: z.string(),
    channelName: z.string(),
    generation: z.int().describe('同一动作的各次重试属于同一代'),
    name: z.string().describe('步骤在渠道程序中的名字'),
    label: z.string().describe('步骤的中文名'),
    state: z.enum(['began', 'done']),
    beganAt: instant,
    doneAt: instant.nullable(),
  })
  .meta({ id: 'Step', description: '步骤：一次已记录的对外动作' });

const eventSchema = z
  .object({
    id: z.int(),
    at: instant,
    actor: z.string(),
    kind: z.string(),
    name: z.string().describe('事件的中文名'),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event', description: '事件：何人何时做了什么，随改动一并写入' });

export const itemSchema = itemSummarySchema
  .extend({
    hash: z.string().describe('最新版本的 hash'),
    catalogEntry: z.string().nullable().describe('目录事项编号；null 为按栏目的事项'),
    revisions: z.array(revisionSchema).describe('新的在前'),
    approvals: z.array(approvalViewSchema),
    receipts: z.array(receiptSchema),
    steps: z.array(stepSchema),
    events: z.array(eventSchema).describe('旧的在前'),
  })
  .meta({ id: 'Item', description: '稿件的全部情况' });
export type ItemView = z.infer<typeof itemSchema>;
