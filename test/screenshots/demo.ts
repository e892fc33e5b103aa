import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve, type ServerType } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import type { AddressInfo } from 'node:net';
import { actingPerson } from '../../src/accounts/acting.ts';
import type { Person } from '../../src/accounts/person.ts';
import { askAudits, auditProgress } from '../../src/audits/ask.ts';
import { createClient, getItem, listAll } from '../../src/cli/client.ts';
import { tamperAll } from '../../src/cli/tamper/index.ts';
import { readConfig } from '../../src/config.ts';
import { createCorrection } from '../../src/items/drafts/create.ts';
import { returnDraft } from '../../src/items/drafts/return.ts';
import { saveDraft } from '../../src/items/drafts/save.ts';
import { saveFilter } from '../../src/items/saved-filters.ts';
import { publishDemo } from '../../src/publish-demo.ts';
import { hashOfReport, issueReport } from '../../src/reports/issue.ts';
import { readReport } from '../../src/reports/read.ts';
import { openService, type Service } from '../../src/service.ts';
import { REPORT } from '../support/console-pages.ts';
import { submit, writeDraft } from '../support/drafts.ts';
import { buildGuideContent } from '../support/factories.ts';

export interface ShownDemo {
  readonly service: Service;
  readonly origin: string;
  close(): Promise<void>;
}

type Say = (line: string) => void;

const listen = async (service: { fetch: Service['fetch'] | null }): Promise<ServerType> =>
  new Promise((resolve) => {
    const fetch = (request: Request, env: object) => service.fetch?.(request, env) ?? new Response('', { status: 503 });
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(server));
  });

const personOf = async ({ ctx }: Service, userName: string): Promise<Person> => {
  const [row] = await ctx.db.query.users.findMany({ where: (users, { eq }) => eq(users.username, userName) });
  if (!row) throw new Error(`No demo account ${userName}`);
  return { ...row, userName };
};

/** Until every copy was looked at since. */
const untilLooked = async ({ ctx }: Service, since: Date): Promise<void> => {
  for (let turn = 0; turn < 600; turn += 1) {
    const { copies, done } = await auditProgress(ctx, since);
    if (copies > 0 && done >= copies) return;
    await sleep(200);
  }
};

/** What an office has in hand on a working day: drafts in every state, and one returned with its reason. */
const writeDrafts = async (service: Service): Promise<void> => {
  const { ctx } = service;
  const author = actingPerson(await personOf(service, 'bianji'));
  const reviewer = actingPerson(await personOf(service, 'shenhe'));
  const guide = await submit(ctx, await writeDraft(ctx, buildGuideContent(), author), author);
  const seen = { draftId: guide.id, round: guide.round, stage: guide.stage ?? '' };
  await returnDraft(ctx, { ...seen, reason: '承诺时限请改为 8 个工作日，并补充咨询电话' }, reviewer);
  const [item] = await ctx.db.query.items.findMany({
    where: (items, { eq }) => eq(items.type, 'notice'),
    orderBy: (items, { asc }) => asc(items.seq),
    limit: 1,
  });
  const correction = await createCorrection(ctx, item?.id ?? '', author);
  const { content } = correction;
  const body = String(content['body'] ?? '').replace('。', '，具体安排以单位通知为准。');
  const changed = { ...content, body, changeNote: '补充具体安排' };
  const saved = await saveDraft(ctx, { draftId: correction.id, version: correction.version, content: changed }, author);
  await submit(ctx, saved, author);
  await writeDraft(ctx, { title: '关于开展秋冬季森林防火专项检查的通知', body: '' }, author);
  await saveFilter(ctx, { name: '本单位通知', query: 'type=notice' }, author);
};

/** One copy of which nobody heard back, as a person finds it in the morning. */
const parkOne = async ({ ctx }: Service): Promise<void> => {
  await ctx.db.execute(sql`update deliveries set status = 'parked', fault = 'outcome-unknown',
      fault_text = '提交后 24 小时内没有收到平台答复，请到公众号后台核对', action = 'publish', action_revision = desired_revision
    where id = (select id from deliveries where channel_id = 'wechat' and status = 'live' order by created_at limit 1)`);
};

/** Last year's report, as the office issued it. */
const issueOne = async (service: Service): Promise<void> => {
  const { ctx } = service;
  const office = actingPerson(await personOf(service, 'zhengfuban'));
  const { content, key } = await readReport(ctx, REPORT.reportKind, REPORT.reportPeriod, office);
  await issueReport(ctx, { ...key, hash: await hashOfReport(content) }, office);
};

/** A service that nobody has set up yet, and the link that its terminal shows. */
export const openEmpty = async (say: Say): Promise<{ readonly setUp: string; close(): Promise<void> }> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yigao-empty-'));
  chmodSync(dataDir, 0o755);
  const channels = join(dataDir, 'channels.json');
  writeFileSync(channels, '[]');
  const late: { fetch: Service['fetch'] | null } = { fetch: null };
  const server = await listen(late);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { YIGAO_DATA: dataDir, YIGAO_CHANNELS: channels, YIGAO_ROLE: 'web', YIGAO_LOG: 'error' };
  const service = await openService(readConfig(env, {}), origin, say);
  late.fetch = service.fetch;
  return {
    setUp: service.welcome.at(-1)?.trim() ?? origin,
    close: async () => {
      await service.rest();
      await new Promise((resolve) => server.close(resolve));
      await service.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** A fresh demo on an embedded PostgreSQL, published, looked at, tampered with and looked at again. */
export const openShownDemo = async (dataDir: string, say: Say): Promise<ShownDemo> => {
  const late: { fetch: Service['fetch'] | null } = { fetch: null };
  const server = await listen(late);
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const env = { YIGAO_DATA: dataDir, YIGAO_PORT: String(port), YIGAO_AUDIT_PACE_MS: '0', YIGAO_LOG: 'error' };
  const service = await openService(readConfig(env, {}), origin, say);
  late.fetch = service.fetch;
  service.demo?.start();
  const close = async (): Promise<void> => {
    await service.rest();
    await new Promise((resolve) => server.close(resolve));
    await service.close();
  };
  try {
    await publishDemo(service, origin, () => undefined, new AbortController().signal);
    await untilLooked(service, new Date(0));
    const client = createClient({ origin, key: service.operatorKey, send: service.fetch });
    const items = [];
    for (const { id } of await listAll(client)) items.push(await getItem(client, id));
    await tamperAll(items, { client, origin, dataDir, signal: new AbortController().signal });
    const { since } = await askAudits(service.ctx, { actor: actingPerson(await personOf(service, 'xunjian')) });
    await untilLooked(service, since);
    await writeDrafts(service);
    await parkOne(service);
    await issueOne(service);
    return { service, origin, close };
  } catch (error) {
    await close();
    throw error;
  }
};
