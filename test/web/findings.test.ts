import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audits, deliveries, findings } from '../../db/schema/index.ts';
import { recordFindings } from '../../src/audits/findings.ts';
import { found } from '../../src/audits/found.ts';
import type { FindingKind } from '../../src/core/findings.ts';
import { SEVERITIES } from '../../src/core/severity.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { buildRequest } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

interface Opened {
  readonly id: string;
  readonly itemId: string;
  readonly deliveryId: string;
}

/** An item whose copy is live, and a finding on it. */
const openFinding = async (kind: FindingKind = 'differs', overrides = {}): Promise<Opened> => {
  const { db } = app.ctx;
  const { id: itemId } = await (await app.call('POST', '/api/items', { body: buildRequest(overrides) })).json();
  const [delivery] = await db
    .update(deliveries)
    .set({ status: 'live', actual: 'live', actualRevision: 1, remoteId: 'a', url: `https://p.test/${itemId}` })
    .where(eq(deliveries.itemId, itemId))
    .returning();
  const deliveryId = delivery?.id ?? '';
  const url = `https://p.test/${itemId}`;
  await db.insert(audits).values({ deliveryId, url, host: 'p.test', verdict: 'differs', nextLookAt: new Date() });
  await db.transaction((tx) =>
    recordFindings(tx, {
      subject: { subject: `delivery:${deliveryId}`, deliveryId, itemId, channelId: 'portal', unitId: 'xzfb' },
      found: [found(kind, { what: '数字改动', why: '404' }, { evidence: { differences: [] } })],
      judged: [],
      evidence: { status: 200 },
      snapshot: null,
      now: new Date('2026-11-25T02:00:00Z'),
    }),
  );
  const [row] = await db.select().from(findings).where(eq(findings.deliveryId, deliveryId));
  return { id: row?.id ?? '', itemId, deliveryId };
};
const list = async (query = ''): Promise<{ findings: { id: string }[]; next: string | null }> =>
  (await app.call('GET', `/api/findings${query}`)).json();
const until = () => new Date(Date.now() + 5 * 24 * 3_600_000).toISOString();

describe('GET /api/findings', () => {
  it('turns every page, and filters by state, severity, kind, unit, channel and item', async () => {
    const opened: Opened[] = [];
    for (let number = 0; number < 5; number += 1) opened.push(await openFinding(number === 4 ? 'tags' : 'differs'));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(`?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.findings.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(opened.map(({ id }) => id).toReversed());
    const count = async (query: string) => (await list(query)).findings.length;
    expect(await count('?kind=tags')).toBe(1);
    expect(await count('?severity=critical')).toBe(4);
    expect(await count(`?item=${opened[0]?.itemId}`)).toBe(1);
    expect(await count('?unit=xzfb&channel=portal&state=open')).toBe(5);
    expect(await count('?unit=xmzj')).toBe(0);
    expect(await count('?state=closed')).toBe(0);
  });

  it.each(['?limit=0', '?state=happy', '?kind=nothing', '?severity=bad', '?item=1', '?what=1'])(
    'tells what is wrong with %s',
    async (query) => {
      const response = await app.call('GET', `/api/findings${query}`);
      expect(response.status).toBe(422);
      expect((await response.json()).error.issues).toHaveLength(1);
    },
  );

  it('tells one with its words, its evidence and what to do', async () => {
    const { id } = await openFinding('missing');
    expect(await (await app.call('GET', `/api/findings/${id}`)).json()).toMatchObject({
      summary: '应当公开的副本不见了：404',
      severityName: '严重',
      stateName: '待处理',
      advice: expect.stringContaining('重新推送'),
      evidence: { status: 200 },
    });
    expect((await app.call('GET', '/api/findings/1')).status).toBe(404);
  });
});

describe('what may be done about a finding', () => {
  it('accept, reassign and push again answer it as it stands then', async () => {
    const { id, deliveryId } = await openFinding();
    const accepted = await app.call('POST', `/api/findings/${id}/accept`, { body: { reason: '已知', until: until() } });
    expect(await accepted.json()).toMatchObject({ state: 'accepted', reason: '已知', decidedBy: '送稿系统' });
    const given = await app.call('POST', `/api/findings/${id}/reassign`, { body: { unit: 'xmzj' } });
    expect(await given.json()).toMatchObject({ state: 'assigned', unit: 'xmzj', unitName: '明溪县民政局' });
    expect((await app.call('POST', `/api/findings/${id}/repush`, { body: {} })).status).toBe(200);
    const [row] = await app.ctx.db.select().from(deliveries).where(eq(deliveries.id, deliveryId));
    expect(row).toMatchObject({ status: 'planned', repair: true });
    expect((await app.call('POST', `/api/findings/${id}/repush`, { body: {} })).status).toBe(409);
  });

  it('needs the right to operate, for the unit whose item it is', async () => {
    const { id } = await openFinding();
    const reader = await app.keyFor(['items:read']);
    const other = await app.keyFor(['operate'], ['xmzj']);
    for (const key of [reader, other])
      expect((await app.call('POST', `/api/findings/${id}/repush`, { key, body: {} })).status).toBe(403);
    expect((await app.call('POST', '/api/audits', { key: other, body: {} })).status).toBe(403);
    expect((await app.call('POST', `/api/findings/${id}/repush`, { key: null, body: {} })).status).toBe(401);
  });

  it('lists every slip of a request at once', async () => {
    const { id } = await openFinding();
    const response = await app.call('POST', `/api/findings/${id}/accept`, { body: { until: 'tomorrow', what: 1 } });
    expect(response.status).toBe(422);
    expect((await response.json()).error.issues.length).toBeGreaterThan(2);
  });

  it('a brake is released only where one was pulled', async () => {
    const { id } = await openFinding();
    expect((await app.call('POST', `/api/findings/${id}/release`, { body: {} })).status).toBe(409);
  });
});

describe('POST /api/audits', () => {
  it('makes every copy due, or those of one item, and tells how far it is', async () => {
    const { itemId, deliveryId } = await openFinding();
    const asked = await app.call('POST', '/api/audits', { body: { item: itemId } });
    expect(asked.status).toBe(202);
    const { since, copies } = await asked.json();
    expect(copies).toBe(1);
    const progress = async () => (await app.call('GET', `/api/audits?since=${since}&item=${itemId}`)).json();
    expect(await progress()).toMatchObject({ copies: 1, done: 0 });
    await app.ctx.db
      .update(audits)
      .set({ seenAt: new Date(Date.now() + 60_000) })
      .where(eq(audits.deliveryId, deliveryId));
    expect(await progress()).toMatchObject({ copies: 1, done: 1 });
    const all = await (await app.call('POST', '/api/audits', { body: {} })).json();
    expect(all.copies).toBeGreaterThan(1);
    const nobody = await app.call('POST', '/api/audits', { body: { item: '00000000-0000-4000-8000-000000000000' } });
    expect(nobody.status).toBe(404);
  });

  it('shows the verdict and what is wrong with the item', async () => {
    const { itemId } = await openFinding();
    const item = await (await app.call('GET', `/api/items/${itemId}`)).json();
    expect(item.deliveries[0]).toMatchObject({
      audit: { verdict: 'differs', verdictName: '有差异' },
      findings: [{ severity: 'critical', summary: '与审签内容不一致：数字改动' }],
    });
  });
});

describe('GET /api/findings?sort=severity', () => {
  it('lists the worst first on request, page by page, and takes no cursor of the other order', async () => {
    for (const kind of ['tags', 'differs', 'unreadable', 'missing', 'tags'] as const) await openFinding(kind);
    const seen: { id: string; severity: string }[] = [];
    let cursor: string | null = null;
    do {
      const query = `?sort=severity&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page = (await list(query)) as { findings: typeof seen; next: string | null };
      seen.push(...page.findings);
      cursor = page.next;
    } while (cursor !== null);
    const severities = seen.map(({ severity }) => severity);
    expect(new Set(severities)).toEqual(new Set(SEVERITIES));
    expect(severities).toEqual(SEVERITIES.flatMap((each) => severities.filter((severity) => severity === each)));
    expect(seen.map(({ id }) => id).toSorted()).toEqual(
      (await list('?limit=100')).findings.map(({ id }) => id).toSorted(),
    );
    const { next } = await list('?sort=severity&limit=1');
    expect((await app.call('GET', `/api/findings?cursor=${next}`)).status).toBe(422);
    const { next: newest } = await list('?limit=1');
    expect((await app.call('GET', `/api/findings?sort=severity&cursor=${newest}`)).status).toBe(422);
  });
});
