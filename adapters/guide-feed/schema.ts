import { z } from 'zod';
import type { Json } from '../../src/core/json.ts';

/**
 * The contract with the consumers of the feed, written down in README.md. Every field is always there, `null` where
 * nothing is known; fields may be added, never renamed or given another meaning.
 */
const text = (name: string) => z.string().describe(name);
const maybe = (name: string) => z.string().nullable().describe(name);
const instant = (name: string) => z.iso.datetime().describe(name);

const fileSchema = z
  .object({
    name: text('文件名'),
    mime: text('文件类型'),
    bytes: z.int().min(0).describe('大小（字节）'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('文件内容的 SHA-256'),
    url: z.url().nullable().describe('下载地址'),
  })
  .meta({ title: '文件' });

const materialSchema = z.object({
  name: text('材料名称'),
  source: text('材料来源'),
  form: z.enum(['原件', '复印件', '原件和复印件', '电子']).describe('材料形式'),
  copies: z.int().min(0).describe('份数'),
  required: z.boolean().describe('是否必要'),
  sample: fileSchema.nullable().describe('样表'),
});

const stepSchema = z.object({
  name: text('环节名称'),
  days: z.number().min(0).nullable().describe('所需时限（工作日）'),
  note: maybe('说明'),
});

const feeSchema = z.object({
  charged: z.boolean().describe('是否收费'),
  standard: maybe('收费标准'),
  basis: maybe('收费依据'),
});

const questionSchema = z.object({ question: text('问题'), answer: text('解答') });

const packageSchema = z
  .object({
    scenario: text('适用情形'),
    members: z
      .array(z.object({ name: text('事项名称'), agency: text('办理机构'), guide: maybe('所含事项的指南外部编号') }))
      .describe('所含事项'),
  })
  .meta({ title: '一件事' });

export const guideDocumentSchema = z
  .object({
    title: text('事项名称'),
    externalId: text('外部编号'),
    revision: z.int().min(1).describe('版本号：本指南的第几版'),
    unit: text('发布单位'),
    source: text('来源'),
    publishedAt: instant('首次发布时间'),
    revisedAt: instant('本版审签时间'),
    summary: maybe('摘要'),
    keywords: z.array(z.string()).describe('关键词'),
    code: maybe('基本编码 / 实施编码'),
    category: maybe('事项类型'),
    kind: z.enum(['即办件', '承诺件']).describe('办件类型'),
    level: maybe('行使层级'),
    agency: text('办理机构'),
    audience: z.array(z.enum(['自然人', '法人'])).describe('服务对象'),
    legalDays: z.number().min(0).describe('法定办结时限（工作日）'),
    promisedDays: z.number().min(0).describe('承诺办结时限（工作日）'),
    visits: z.int().min(0).nullable().describe('到办事现场次数'),
    onlineDepth: maybe('网上办理深度'),
    onlineUrl: z.url().nullable().describe('在线办理地址'),
    place: text('办理地点'),
    hours: text('办理时间'),
    phone: text('咨询电话'),
    complaintPhone: text('监督投诉电话'),
    basis: z.array(z.string()).describe('设定依据'),
    conditions: z.array(z.string()).describe('受理条件'),
    materials: z.array(materialSchema).describe('申请材料；空为无需提交材料'),
    steps: z.array(stepSchema).describe('办理流程'),
    fee: feeSchema.describe('收费情况'),
    result: maybe('办理结果名称'),
    delivery: maybe('送达方式'),
    questions: z.array(questionSchema).describe('常见问题'),
    attachments: z.array(fileSchema).describe('附件'),
    package: packageSchema.nullable().describe('一件事'),
  })
  .meta({ title: '办事指南' });
export type GuideDocument = z.infer<typeof guideDocumentSchema>;
export type GuideFile = z.infer<typeof fileSchema>;

const head = {
  id: z.uuid().describe('指南编号：终身不变'),
  version: z.int().min(1).describe('条目版本：同一编号只增不减，可能跳号；页面须注明所展示的版本'),
  updatedAt: instant('本条写入数据源的时间'),
};

/** A guide to be shown, or the tombstone of one to be taken down. */
export const guideEntrySchema = z
  .discriminatedUnion('state', [
    z.object({ ...head, state: z.literal('live').describe('应展示'), guide: guideDocumentSchema }),
    z.object({ ...head, state: z.literal('withdrawn').describe('应下架'), guide: z.null().describe('已撤回，无内容') }),
  ])
  .meta({ title: '条目' });
export type GuideEntry = z.infer<typeof guideEntrySchema>;

export const feedPageSchema = z
  .object({
    entries: z.array(guideEntrySchema).describe('按写入顺序，每个编号只有最新的一条'),
    next: z.string().describe('下一次请求的 cursor；没有新条目时与本次相同'),
    hasMore: z.boolean().describe('为 true 时应立即用 next 继续取'),
  })
  .meta({ title: '办事指南数据源的一页', description: '约定见 adapters/guide-feed/README.md' });
export type FeedPage = z.infer<typeof feedPageSchema>;

/** The contract as JSON Schema (draft 2020-12), to be published beside the feed. Unknown fields are allowed, as promised. */
export const feedJsonSchema = (reused: 'ref' | 'inline' = 'ref'): unknown =>
  z.toJSONSchema(feedPageSchema, { target: 'draft-2020-12', io: 'input', reused });

/** One line of our feed, as the database gives it. */
export interface FeedRow {
  readonly seq: number;
  readonly itemId: string;
  readonly version: number;
  readonly body: { readonly value: Json } | null;
  readonly at: Date;
}

/** A line of the feed as consumers get it. */
export const writeEntry = ({ itemId, version, body, at }: FeedRow): GuideEntry => {
  const common = { id: itemId, version, updatedAt: at.toISOString() };
  return body === null
    ? { ...common, state: 'withdrawn', guide: null }
    : // Only this channel's own renditions are put into its feed.
      { ...common, state: 'live', guide: body.value as GuideDocument };
};

export interface PageInput {
  /** Oldest first; read one more than `limit`, and the page knows whether there is more. */
  readonly rows: readonly FeedRow[];
  /** The `seq` that was read up to, 0 for the start. */
  readonly after: number;
  readonly limit: number;
}

/** Lines of the feed as the page a consumer gets. Pure. */
export const writeFeedPage = ({ rows, after, limit }: PageInput): FeedPage => {
  const shown = rows.slice(0, limit);
  return {
    entries: shown.map(writeEntry),
    next: String(shown.at(-1)?.seq ?? after),
    hasMore: rows.length > limit,
  };
};
