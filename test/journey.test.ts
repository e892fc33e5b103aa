import { asc, eq, lte } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { approvals, dbNow, deliveries, events, feedEntries, outbox, receipts, steps } from '../db/schema/index.ts';
import { openCounty, type County } from './support/county.ts';

const guide = {
  kind: '承诺件',
  agency: '明溪县人力资源和社会保障局',
  audience: ['自然人'],
  basis: ['《中华人民共和国社会保险法》第五十八条'],
  conditions: ['已参加社会保险的个人'],
  materials: [{ name: '居民身份证', form: '原件', copies: 1 }],
  steps: [
    { name: '受理', days: 1 },
    { name: '审核', days: 1 },
    { name: '审批', days: 1 },
    { name: '办结', days: 1 },
    { name: '送达', days: 1 },
  ],
  legalDays: 20,
  promisedDays: 5,
  fee: { charged: false },
  place: '明溪县行政服务中心二楼社保窗口',
  hours: '工作日 8:00—12:00，14:30—17:30',
  phone: '0598-2810000',
  complaintPhone: '12345',
};

/** One service guide: the type that every one of the three channels takes. */
const request = {
  externalId: 'oa-2026-118',
  author: '张三',
  type: 'guide',
  unit: 'xzfb',
  column: 'bszn',
  title: '社会保障卡申领',
  source: '明溪县人力资源和社会保障局',
  disclosure: { kind: '主动公开' },
  guide,
  approvals: [{ stage: '签发', name: '李四', at: '2026-11-20T09:00:00+08:00' }],
};

const KINDS = ['guide-feed', 'portal-column', 'wechat-account'];

/** The README's path table, walked by one item. */
describe('the path of one item', () => {
  let county: County;
  let item: { id: string; url: string; hash: string };

  beforeAll(async () => {
    county = await openCounty({ redisUrl: inject('redisUrl') });
  });
  afterAll(() => county.close());

  const deliveriesOfItem = () =>
    county.ctx.db.select().from(deliveries).where(eq(deliveries.itemId, item.id)).orderBy(asc(deliveries.channelId));
  const allAre = async (status: string): Promise<void> => {
    const statuses = async () => (await deliveriesOfItem()).map((row) => row.status);
    await expect.poll(statuses).toEqual(KINDS.map(() => status));
  };

  it('intake: takes the item once, and answers the same again as before', async () => {
    const first = await county.call('POST', '/api/items', request);
    expect(first.status).toBe(202);
    item = await first.json();
    const again = await county.call('POST', '/api/items', request);
    expect(again.status).toBe(202);
    expect(await again.json()).toMatchObject({ id: item.id, hash: item.hash, created: false });
    const other = await county.call('POST', '/api/items', { ...request, title: '社会保障卡补领' });
    expect(other.status).toBe(409);
  });

  it('gate: lists everything wrong at once, and lets nothing through that is not 主动公开', async () => {
    const refused = await county.call('POST', '/api/items', {
      ...request,
      externalId: 'oa-2026-119',
      disclosure: { kind: '依申请公开' },
      approvals: [{ stage: '签发', name: '张三', at: '2026-11-20T09:00:00+08:00' }],
    });
    expect(refused.status).toBe(422);
    const { error } = await refused.json();
    const codes = error.issues.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(expect.arrayContaining(['not-public', 'no-reason', 'approval-by-author']));
  });

  it('plan: the approval seals the hash, and each channel has its desired state', async () => {
    const sealed = await county.ctx.db.select().from(approvals).where(eq(approvals.itemId, item.id));
    expect(sealed).toMatchObject([{ stage: '签发', name: '李四', hash: item.hash }]);
    const rows = await deliveriesOfItem();
    expect(rows.map(({ channelId }) => channelId)).toEqual(KINDS);
    expect(rows.every(({ desired, desiredRevision }) => desired === 'live' && desiredRevision === 1)).toBe(true);
  });

  it('wake and converge: every channel ends live, and no wake that is due was left behind', async () => {
    await allAre('live');
    const due = () => county.ctx.db.$count(outbox, lte(outbox.dueAt, dbNow));
    await expect.poll(due).toBe(0);
    const rows = await county.ctx.db.select().from(steps);
    expect(rows.every(({ state }) => state === 'done')).toBe(true);
  });

  it('receipt: each channel proves its copy, and a reader finds it there', async () => {
    const proofs = await county.ctx.db.select().from(receipts);
    expect(proofs).toHaveLength(3);
    for (const { url } of proofs) {
      const page = await county.fetch(url);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('社会保障卡申领');
    }
    expect(await county.ctx.db.$count(feedEntries)).toBe(1);
  });

  const verdicts = async () => {
    const view = await (await county.call('GET', `/api/items/${item.id}`)).json();
    return view.deliveries.map(({ audit }: { audit: { verdict: string } | null }) => audit?.verdict ?? null);
  };
  const openFindings = async () => (await (await county.call('GET', '/api/findings')).json()).findings;

  it('audit: every copy is looked at where readers see it, and is 一致', async () => {
    await expect.poll(verdicts).toEqual(['same', 'same', 'same']);
    expect(await openFindings()).toEqual([]);
  });

  it('finding: what somebody changes on a platform is found, pushed again, and over', async () => {
    const asked = { id: item.id, from: guide.phone, to: '0598-2819999' };
    await county.fetch('http://guide-feed.test/__hand', { method: 'POST', body: JSON.stringify(asked) });
    const [article] = (await deliveriesOfItem()).filter(({ channelId }) => channelId === 'wechat-account');
    const page = article?.url?.split('/').at(-1);
    const edited = { page, replace: { from: '0598-2810000', to: '0598-2810001' } };
    const headers = { 'content-type': 'application/json' };
    await county.fetch('http://wechat-account.test/__hand', { method: 'POST', headers, body: JSON.stringify(edited) });
    expect((await county.call('POST', '/api/audits', { item: item.id })).status).toBe(202);
    await expect.poll(verdicts).toEqual(['differs', 'same', 'differs']);
    const found = await openFindings();
    expect(found.map(({ channel, kind }: { channel: string; kind: string }) => [channel, kind]).toSorted()).toEqual([
      ['guide-feed', 'differs'],
      ['wechat-account', 'differs'],
    ]);
    const [wechat] = found.filter(({ channel }: { channel: string }) => channel === 'wechat-account');
    const pushed = await county.call('POST', `/api/findings/${wechat.id}/repush`, {});
    expect(pushed.status).toBe(200);
    await expect.poll(verdicts).toEqual(['differs', 'same', 'same']);
    expect(await openFindings()).toMatchObject([{ channel: 'guide-feed', state: 'open', severity: 'critical' }]);
  });

  it('tells everything it did', async () => {
    const told = await county.call('GET', `/api/items/${item.id}`);
    const view = await told.json();
    expect(view).toMatchObject({ id: item.id, revisions: [{ number: 1, hash: item.hash }] });
    const kinds = await county.ctx.db.select({ kind: events.kind }).from(events).where(eq(events.itemId, item.id));
    const published = kinds.filter(({ kind }) => kind === 'delivery-published');
    // One of them twice: it was pushed again.
    expect(published).toHaveLength(4);
  });

  it('correction: another revision replaces every copy, the old one is nowhere', async () => {
    const corrected = await county.call('POST', '/api/items', {
      ...request,
      guide: { ...guide, phone: '0598-2811234' },
      previous: item.hash,
    });
    expect(corrected.status).toBe(202);
    await expect
      .poll(async () => (await deliveriesOfItem()).map(({ actualRevision }) => actualRevision))
      .toEqual([2, 2, 2]);
    for (const { url } of await deliveriesOfItem()) {
      const page = await (await county.fetch(url ?? '')).text();
      expect(page).toContain('0598-2811234');
      expect(page).not.toContain('0598-2810000');
    }
  });

  it('withdrawal: ends when no channel shows a copy', async () => {
    const urls = (await deliveriesOfItem()).map(({ url }) => url ?? '');
    const asked = await county.call('POST', `/api/items/${item.id}/withdraw`, {
      kind: 'withdrawn',
      reason: '事项已取消',
    });
    expect(asked.status).toBeLessThan(300);
    await allAre('withdrawn');
    for (const url of urls) expect(await (await county.fetch(url)).text()).not.toContain('0598-2811234');
    await expect.poll(verdicts).toEqual(['absent', 'absent', 'absent']);
    expect(await openFindings()).toEqual([]);
  });
});
