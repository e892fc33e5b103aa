import { z } from 'zod';

/** The five kinds of item. A guide carries structured fields; the others carry a body. */
export const ITEM_TYPES = ['notice', 'policy', 'interpretation', 'news', 'guide'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

/** Item types as people read them. */
export const ITEM_TYPE_NAMES: Readonly<Record<ItemType, string>> = {
  notice: '通知公告',
  policy: '政策文件',
  interpretation: '政策解读',
  news: '政务动态',
  guide: '办事指南',
};

/** 公开属性; source: 国办发〔2016〕80号 一（一）. Only the first may be published, the others need a reason. */
export const DISCLOSURES = ['主动公开', '依申请公开', '不予公开'] as const;

/** 有效性 in the information table of a policy. */
export const VALIDITIES = ['有效', '失效', '废止'] as const;

const line = (max: number) => z.string().trim().min(1).max(max);
const isRealDate = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};
/** Nothing of ours is older or later; PostgreSQL knows no year 0, and 10000 is no year that people read. */
const YEARS = [Date.UTC(1900), Date.UTC(2200)] as const;
const isOurTime = (text: string): boolean => {
  const time = Date.parse(text);
  return time >= YEARS[0] && time < YEARS[1];
};
export const dateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine(isRealDate, { params: { code: 'bad-date' } });
export const instantSchema = z.iso.datetime({ offset: true }).refine(isOurTime, { params: { code: 'bad-time' } });

/** An asset is named by the SHA-256 of its bytes; upload it first (`POST /api/assets`). */
export const assetIdSchema = z.string().regex(/^[0-9a-f]{64}$/);

const material = z.strictObject({
  name: line(200),
  source: line(100).default('申请人自备'),
  form: z.enum(['原件', '复印件', '原件和复印件', '电子']).default('原件'),
  copies: z.int().min(0).max(99).default(1),
  required: z.boolean().default(true),
  sample: assetIdSchema.optional(),
});
const guideStep = z.strictObject({
  name: line(50),
  days: z.number().min(0).max(365).optional(),
  note: line(500).optional(),
});
const fee = z.strictObject({ charged: z.boolean(), standard: line(500).optional(), basis: line(500).optional() });
const question = z.strictObject({ question: line(200), answer: line(2000) });

const member = z.strictObject({
  name: line(200).describe('事项名称'),
  agency: line(100).describe('办理机构'),
  guide: line(128).optional().describe('External id of the guide of this member, where it has one'),
});
/**
 * 一件事 (国办发〔2022〕32号, 国发〔2024〕3号): what a person needs done at once, whoever does it. All other fields of the guide
 * are then the package's: lead office, one set of materials, combined steps, one window, total time.
 */
const packageSchema = z.strictObject({
  scenario: line(200).describe('情形: when a person needs it, e.g. 军人退役'),
  members: z.array(member).min(2).max(50).describe('所含事项'),
});

/**
 * 办事指南. Fields: the union that GB/T 39554.2-2020 and the live pages of 政务服务网 carry (which of them the standard
 * makes mandatory is known only from memory, so the mandatory ones here are those of 国办's 10 类重点要素).
 */
export const guideSchema = z.strictObject({
  code: line(64).optional().describe('基本编码 / 实施编码'),
  kind: z.enum(['即办件', '承诺件']).describe('办件类型'),
  category: line(50).optional().describe('事项类型, e.g. 行政许可'),
  level: line(20).optional().describe('行使层级'),
  agency: line(100).describe('办理机构'),
  audience: z
    .array(z.enum(['自然人', '法人']))
    .min(1)
    .describe('服务对象'),
  basis: z.array(line(1000)).min(1).describe('设定依据'),
  conditions: z.array(line(1000)).min(1).describe('受理条件'),
  materials: z.array(material).describe('申请材料'),
  steps: z.array(guideStep).min(1).describe('办理流程'),
  legalDays: z.number().min(0).max(365).describe('法定办结时限, working days'),
  promisedDays: z.number().min(0).max(365).describe('承诺办结时限, working days'),
  fee: fee.describe('收费'),
  place: line(200).describe('办理地点'),
  hours: line(200).describe('办理时间'),
  phone: line(100).describe('咨询电话'),
  complaintPhone: line(100).describe('监督投诉电话'),
  visits: z.int().min(0).max(20).optional().describe('到办事现场次数'),
  onlineDepth: line(50).optional().describe('网上办理深度'),
  result: line(100).optional().describe('办理结果名称'),
  delivery: line(100).optional().describe('送达方式'),
  onlineUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('在线办理地址'),
  questions: z.array(question).default([]).describe('常见问题'),
  package: packageSchema.optional().describe('一件事: the guide is of several items done together'),
});
export type Guide = z.infer<typeof guideSchema>;

const disclosureSchema = z.strictObject({ kind: z.enum(DISCLOSURES), reason: line(500).optional() });
const attachmentSchema = z.strictObject({ asset: assetIdSchema, name: line(200) });

/**
 * One content of an item: what a revision holds, what is hashed, what an approval seals. Lengths here only keep the
 * database healthy; each channel's own limits are in its `limits.ts`.
 */
export const contentSchema = z.strictObject({
  type: z.enum(ITEM_TYPES),
  unit: line(64).describe('Unit id, e.g. "xzfb"'),
  column: line(64).describe('Column id on the portal, e.g. "zcwj"'),
  title: line(300),
  shortTitle: line(100)
    .optional()
    .describe('短标题: for channels whose titles are shorter than this one, where the full title opens the text'),
  documentNumber: line(60).optional().describe('文号, e.g. 明政办〔2020〕34号'),
  writtenOn: dateSchema.optional().describe('成文日期'),
  indexNumber: line(60).optional().describe('索引号'),
  validity: z.enum(VALIDITIES).optional().describe('有效性'),
  source: line(100).describe('来源: the publishing unit or the place of a reprint'),
  summary: line(500).optional(),
  changeNote: line(500)
    .optional()
    .describe(
      '更正说明: what a correction changes and why; shown with its date and revision, never on a first revision',
    ),
  keywords: z.array(line(40)).max(20).default([]),
  disclosure: disclosureSchema,
  body: z.string().max(2_000_000).default('').describe('HTML; cleaned to the documented subset before hashing'),
  guide: guideSchema.optional(),
  cover: assetIdSchema.optional(),
  attachments: z.array(attachmentSchema).max(50).default([]),
  interprets: line(128).optional().describe('External id of the policy that an interpretation explains'),
  channels: z.union([z.literal('all'), z.array(line(64)).min(1).max(50)]).default('all'),
  publishAt: instantSchema.optional().describe('Earliest publication; absent means at once'),
});
export type Content = z.infer<typeof contentSchema>;
export type ContentInput = z.input<typeof contentSchema>;

/** A named person's yes. Without `hash` it speaks for the content it arrives with. */
export const approvalSchema = z.strictObject({
  stage: line(20),
  name: line(50),
  at: instantSchema,
  hash: assetIdSchema.optional().describe('Hash of the content approved; an approval on another hash does not count'),
});
export type Approval = z.infer<typeof approvalSchema>;
