import { z } from 'zod';
import { unitsOf, type Actor } from '../accounts/actor.ts';
import { acceptFinding } from '../audits/accept.ts';
import { askAudits, auditProgress } from '../audits/ask.ts';
import { findingsQuerySchema, getFinding, listFindings, readFindingAs } from '../audits/list.ts';
import { reassignFinding } from '../audits/reassign.ts';
import { releaseHost } from '../audits/release.ts';
import { repushFinding } from '../audits/repush.ts';
import { readSnapshot } from '../audits/snapshots.ts';
import { findingDetailSchema, findingSchema } from '../audits/views.ts';
import { AppError } from '../core/errors.ts';
import { instantSchema } from '../core/content.ts';
import { addEndpoint, type Api } from './endpoint.ts';

const tag = '巡检';
const reason = z.string().trim().min(1).max(500);
const unitId = z.string().min(1).max(64);

const acceptSchema = z.strictObject({ reason, until: instantSchema.describe('到期后如仍存在，重新列为待处理') });
const reassignSchema = z.strictObject({
  unit: unitId.describe('转给哪个单位'),
  reason: reason.optional(),
  dueAt: instantSchema.optional().describe('不填沿用原时限'),
});
const releaseSchema = z.strictObject({ reason: reason.optional().describe('查明的原因') });
const nothing = z.strictObject({});
const askSchema = z.strictObject({ item: z.uuid().optional().describe('只巡检这篇稿件；不填为全部') });
const runSchema = z.object({
  since: z.iso.datetime(),
  copies: z.int().describe('公开副本'),
  places: z.int().describe('站点页面：首页、栏目、账号；只巡检一篇稿件时为 0'),
  done: z.int().describe('两者已看过的合计'),
});
const progressQuery = z.strictObject({ since: instantSchema, item: z.uuid().optional() });
const pageSchema = z.object({ findings: z.array(findingSchema), next: z.string().nullable() });

const addReading = (api: Api): void => {
  const { ctx } = api;
  addEndpoint(
    api,
    {
      method: 'get',
      path: '/api/findings',
      tag,
      summary: '问题列表，新的在前；默认只列尚未消除的',
      who: 'item-read',
      query: findingsQuerySchema,
      answers: { 200: { description: '一页问题', schema: pageSchema } },
    },
    async ({ c, query, actor }) => c.json(await listFindings(ctx, query, unitsOf(actor, 'item-read'))),
  );
  addEndpoint(
    api,
    {
      method: 'get',
      path: '/api/findings/{id}',
      tag,
      summary: '一个问题及其证据',
      who: 'item-read',
      answers: { 200: { description: '问题', schema: findingDetailSchema } },
      errors: ['not-found', 'other-unit'],
    },
    async ({ c, param, actor }) => c.json(await readFindingAs(ctx, param('id'), actor)),
  );
  addEndpoint(
    api,
    {
      method: 'get',
      path: '/api/snapshots/{hash}',
      tag,
      summary: '作为证据保存的页面，原样字节',
      who: 'item-read',
      answers: { 200: { description: '页面' } },
      errors: ['not-found'],
    },
    async ({ param }) => {
      const snapshot = await readSnapshot(ctx.db, param('hash'));
      if (!snapshot) throw new AppError('not-found', { what: '这份页面快照' });
      // As a file to keep: somebody else's page never runs under our address.
      const headers = { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
      return new Response(new Uint8Array(snapshot.body), { headers });
    },
  );
};

interface Verb<B extends z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly schema: B;
  readonly run: (asked: { id: string; actor: Actor; body: z.output<B> }) => Promise<void>;
}

/** `POST /api/findings/{id}/<verb>`, and the finding as it stands then. */
const addVerb = <B extends z.ZodType>(api: Api, { name, summary, schema, run }: Verb<B>): void => {
  const { ctx } = api;
  addEndpoint(
    api,
    {
      method: 'post',
      path: `/api/findings/{id}/${name}`,
      tag,
      summary,
      who: 'finding-handle',
      body: { kind: 'json', schema },
      answers: { 200: { description: '处理之后的问题', schema: findingDetailSchema } },
      errors: ['not-found', 'not-now', 'other-unit'],
    },
    async ({ c, actor, body, param }) => {
      const id = param('id');
      await run({ id, actor, body });
      return c.json(await getFinding(ctx, id));
    },
  );
};

const addRuns = (api: Api): void => {
  const { ctx } = api;
  addEndpoint(
    api,
    {
      method: 'post',
      path: '/api/audits',
      tag,
      summary: '发起巡检：全部公开副本与站点页面，或一篇稿件的副本',
      who: 'audit-run',
      body: { kind: 'json', schema: askSchema },
      answers: { 202: { description: '已安排；进度见 GET /api/audits', schema: runSchema } },
      errors: ['not-found', 'other-unit'],
    },
    async ({ c, actor, body: { item } }) => {
      const { since, ...asked } = await askAudits(ctx, { itemId: item, actor });
      return c.json({ since: since.toISOString(), ...asked, done: 0 }, 202);
    },
  );
  addEndpoint(
    api,
    {
      method: 'get',
      path: '/api/audits',
      tag,
      summary: '巡检的进度：自某时起看过几份副本、几个站点页面',
      who: 'item-read',
      query: progressQuery,
      answers: { 200: { description: '进度', schema: runSchema } },
    },
    async ({ c, query: { since, item } }) => c.json({ since, ...(await auditProgress(ctx, new Date(since), item)) }),
  );
};

/** What the audit found, and what may be done about it. */
export const addFindings = (api: Api): void => {
  const { ctx } = api;
  addReading(api);
  addRuns(api);
  addVerb(api, {
    name: 'accept',
    summary: '接受：说明原因与期限，期间不再催办',
    schema: acceptSchema,
    run: ({ body: { until, ...body }, ...rest }) => acceptFinding(ctx, { ...rest, ...body, until: new Date(until) }),
  });
  addVerb(api, {
    name: 'reassign',
    summary: '转办：交给另一个单位处理',
    schema: reassignSchema,
    run: ({ body: { unit, reason, dueAt }, ...rest }) =>
      reassignFinding(ctx, { ...rest, unitId: unit, reason, dueAt: dueAt === undefined ? undefined : new Date(dueAt) }),
  });
  addVerb(api, {
    name: 'repush',
    summary: '重新推送：把副本恢复为审签的内容',
    schema: nothing,
    run: ({ id, actor }) => repushFinding(ctx, id, actor),
  });
  addVerb(api, {
    name: 'release',
    summary: '继续巡检：已弄清整站变化的原因',
    schema: releaseSchema,
    run: ({ body: { reason }, ...rest }) => releaseHost(ctx, { ...rest, reason }),
  });
};
