import { z } from 'zod';
import { permitEverywhere } from '../accounts/actor.ts';
import { LINE_STATES, REPORT_KINDS } from '../core/reports.ts';
import { enterValues } from '../reports/entries.ts';
import { editionOf, fileOf } from '../reports/files.ts';
import { hashOfReport, issueReport } from '../reports/issue.ts';
import { listDue, listIssued } from '../reports/list.ts';
import { fieldsOf, readKey, readReport } from '../reports/read.ts';
import { addEndpoint, type Api } from './endpoint.ts';
import { sendFile } from './send-file.ts';

const kindSchema = z.enum(REPORT_KINDS).describe('annual 年报、quarterly 季度自查通报、monthly 政务新媒体月报');
const cellSchema = z.union([z.string(), z.number(), z.null()]);
const lineSchema = z.object({
  id: z.string(),
  group: z.string().nullable(),
  name: z.string(),
  unit: z.string().nullable(),
  value: cellSchema.describe('null 为缺：没有来源告知，也没有填报；不是零'),
  state: z.enum(LINE_STATES).describe('known 系统统计、entered 填报、kept 沿用、missing 缺'),
  source: z.string().describe('这个数从哪里来'),
});
const contentSchema = z.object({
  kind: kindSchema,
  period: z.string().describe('2026、2026-Q3 或 2026-10'),
  title: z.string(),
  label: z.string(),
  basis: z.string(),
  blocks: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(z.string()),
      lines: z.array(lineSchema),
      tables: z.array(
        z.object({ name: z.string(), note: z.string(), head: z.array(z.string()), rows: z.array(z.array(cellSchema)) }),
      ),
    }),
  ),
});
const editionSchema = z.object({
  number: z.int().describe('第几次出具；更正另出一次'),
  content: contentSchema,
  hash: z.string().describe('内容的 SHA-256，与日志中的一致'),
  by: z.string(),
  at: z.iso.datetime(),
});
const reportSchema = z
  .object({ content: contentSchema, hash: z.string(), dueOn: z.string(), editions: z.array(editionSchema) })
  .meta({ id: 'Report', description: '一份报表：现在的内容，与历次出具的' });
const listSchema = z.object({
  due: z.array(
    z.object({
      kind: kindSchema,
      period: z.string(),
      name: z.string(),
      label: z.string(),
      dueOn: z.string(),
      daysLeft: z.int().describe('负数为已超期'),
      isIssued: z.boolean(),
    }),
  ),
  issued: z.array(
    z.object({
      kind: kindSchema,
      period: z.string(),
      name: z.string(),
      label: z.string(),
      number: z.int(),
      hash: z.string(),
      by: z.string(),
      at: z.iso.datetime(),
    }),
  ),
});

const ONE = '/api/reports/{kind}/{period}';

const addReading = (api: Api): void => {
  const { ctx } = api;
  const reading = { method: 'get', tag: '报表', who: 'report-export' } as const;
  addEndpoint(
    api,
    {
      ...reading,
      path: '/api/reports',
      summary: '应出具与已出具的报表',
      answers: { 200: { description: '列表', schema: listSchema } },
    },
    async ({ c, actor }) => {
      permitEverywhere(actor, 'report-export');
      const issued = await listIssued(ctx.db);
      return c.json({
        due: await listDue(ctx, issued),
        issued: issued.map((each) => ({ ...each, at: each.at.toISOString() })),
      });
    },
  );
  addEndpoint(
    api,
    {
      ...reading,
      path: ONE,
      summary: '一份报表，每个数带来源',
      answers: { 200: { description: '报表', schema: reportSchema } },
      errors: ['not-found'],
    },
    async ({ c, actor, param }) => {
      const { content, editions, dueOn } = await readReport(ctx, param('kind'), param('period'), actor);
      return c.json({ content, hash: await hashOfReport(content), dueOn, editions });
    },
  );
  addEndpoint(
    api,
    {
      ...reading,
      path: `${ONE}/file`,
      summary: '一份报表的文件',
      query: z.strictObject({
        as: z.enum(['docx', 'xlsx']),
        edition: z.string().optional().describe('第几次出具；不填为现在的内容'),
      }),
      answers: { 200: { description: '.docx 或 .xlsx 文件' } },
      errors: ['not-found'],
    },
    async ({ c, actor, param, query }) => {
      const report = await readReport(ctx, param('kind'), param('period'), actor);
      const edition = query.edition === undefined ? null : editionOf(report, query.edition);
      return sendFile(c, await fileOf(report, query.as, edition));
    },
  );
};

const addDoing = (api: Api): void => {
  const { ctx } = api;
  const doing = { method: 'post', tag: '报表', who: 'report-issue' } as const;
  addEndpoint(
    api,
    {
      ...doing,
      path: `${ONE}/entries`,
      summary: '填报：系统不掌握的数与文字',
      body: {
        kind: 'json',
        schema: z.strictObject({ values: z.record(z.string(), z.string().max(10_000)).describe('空字符串为取消填报') }),
      },
      answers: { 200: { description: '改动了几项', schema: z.object({ changed: z.int() }) } },
      errors: ['not-found', 'invalid'],
    },
    async ({ c, actor, param, body }) => {
      const key = readKey(ctx, param('kind'), param('period'));
      const entering = { key, fields: fieldsOf(ctx, key.kind), values: body.values };
      return c.json({ changed: await enterValues(ctx, entering, actor) });
    },
  );
  addEndpoint(
    api,
    {
      ...doing,
      path: `${ONE}/issue`,
      summary: '出具：冻结现在的内容，指纹记入日志',
      body: { kind: 'json', schema: z.strictObject({ hash: z.string().describe('所见内容的 hash') }) },
      answers: { 200: { description: '这一次出具', schema: editionSchema } },
      errors: ['not-found', 'not-now', 'stale-report'],
    },
    async ({ c, actor, param, body }) =>
      c.json(await issueReport(ctx, { kind: param('kind'), period: param('period'), hash: body.hash }, actor)),
  );
};

/** 报表 for other systems and for the command line. */
export const addReports = (api: Api): void => {
  addReading(api);
  addDoing(api);
};
