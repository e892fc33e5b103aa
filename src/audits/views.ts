import { z } from 'zod';
import { FINDING_KINDS, FINDING_STATES } from '../core/findings.ts';
import { SEVERITIES } from '../core/severity.ts';
import { LOOK_WAYS, VERDICTS } from '../core/verdicts.ts';

/** What is told of audits and findings: one schema for the types here and for the API's description. */
const instant = z.iso.datetime();

export const auditSchema = z
  .object({
    verdict: z.enum(VERDICTS).nullable().describe('null：还没有巡检'),
    verdictName: z.string().describe('结论的中文名'),
    why: z.string().nullable().describe('结论的说明，如为何无法判断'),
    seenAt: instant.nullable().describe('最近一次巡检'),
    since: instant.nullable().describe('何时起是这一结论'),
    way: z
      .enum(LOOK_WAYS)
      .nullable()
      .describe(
        '最近一次如何判定：not-modified 对方答复 304，bytes 页面哈希，reading 正文哈希，words 逐字比对，answer 按答复',
      ),
    httpStatus: z.int().nullable().describe('最近一次对方的 HTTP 状态'),
    same: z.int().describe('连续几次是这一结论'),
    nextLookAt: instant.nullable().describe('下次巡检；null 为所在网站已暂停'),
    url: z.string(),
  })
  .meta({ id: 'Audit', description: '巡检：对一份公开副本最近一次查看的结论' });
export type AuditView = z.infer<typeof auditSchema>;

export const findingSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(FINDING_KINDS),
    severity: z.enum(SEVERITIES),
    severityName: z.string(),
    state: z.enum(FINDING_STATES),
    stateName: z.string(),
    summary: z.string().describe('哪里不对'),
    advice: z.string().describe('怎么办'),
    item: z.uuid().nullable(),
    itemTitle: z.string().nullable(),
    channel: z.string().nullable(),
    channelName: z.string().nullable(),
    place: z.string().nullable().describe('站点页面的名称：首页、栏目或账号；null 为稿件的副本或整站'),
    url: z.string().nullable().describe('公开地址'),
    unit: z.string().nullable().describe('责任单位'),
    unitName: z.string().nullable(),
    dueAt: instant.describe('处理时限'),
    openedAt: instant,
    seenAt: instant.describe('最近一次看到'),
    closedAt: instant.nullable(),
    times: z.int().describe('第几次出现'),
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    acceptedUntil: instant.nullable(),
  })
  .meta({ id: 'Finding', description: '问题：巡检发现的一件不对的事，直到后来的巡检不再看到它' });
export type FindingView = z.infer<typeof findingSchema>;

export const findingDetailSchema = findingSchema
  .extend({
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    evidence: z
      .record(z.string(), z.unknown())
      .describe('证据：查看的时间、状态、响应头，以及每处差异两边的原文（含前后文与位置）'),
    snapshot: z.string().nullable().describe('当时页面的 SHA-256，见 /api/snapshots/{hash}'),
  })
  .meta({ id: 'FindingDetail', description: '问题及其证据' });
export type FindingDetail = z.infer<typeof findingDetailSchema>;
