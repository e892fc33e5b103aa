import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audits, dbNow, events, findings, snapshots } from '../../db/schema/index.ts';
import { auditCopy } from '../../jobs/audit-copy.ts';
import { readSnapshot } from '../../src/audits/snapshots.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

let stage: AuditStage;
let itemId: string;
let url: string;

beforeEach(async () => {
  stage = await openAuditStage();
  itemId = await stage.world.approve({ title: TITLE, body: BODY });
  url = (await stage.world.settle(itemId)).url ?? '';
});
afterEach(() => stage.close());

describe('a copy that is as approved', () => {
  it('is 一致, has no finding, and is looked at less and less often', async () => {
    const waits: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      const { verdict, seenAt, nextLookAt } = await stage.look(itemId);
      expect(verdict).toBe('same');
      waits.push((nextLookAt?.getTime() ?? 0) - (seenAt?.getTime() ?? 0));
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(new Set(waits).size).toBeGreaterThan(5);
    expect(await stage.open()).toEqual([]);
  });

  it('has its first look due in the transaction that made it live', async () => {
    const { liveSince } = await stage.world.delivery(itemId);
    const [audit] = await stage.world.ctx.db.select().from(audits);
    expect(audit).toMatchObject({ url, host: 'platform.test', verdict: null });
    expect(audit?.nextLookAt?.getTime()).toBeGreaterThan(liveSince?.getTime() ?? 0);
    expect((audit?.nextLookAt?.getTime() ?? 0) - (liveSince?.getTime() ?? 0)).toBeLessThan(60_000);
  });

  it('is not compared again while its bytes, or what they say, stay the same', async () => {
    const first = await stage.look(itemId);
    stage.edit(url, '</head>', '<!-- 访问量 17 --></head>');
    const second = await stage.look(itemId);
    expect(second.bodyHash).not.toBe(first.bodyHash);
    expect(second).toMatchObject({ textHash: first.textHash, verdict: 'same', same: 2 });
    expect(await stage.world.ctx.db.$count(snapshots)).toBe(1);
  });

  it('that answers 304 keeps its verdict', async () => {
    stage.answers.set(
      url,
      () => new Response(readFileSync(stage.file(url)), { headers: { etag: '"1"', 'content-type': 'text/html' } }),
    );
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same', etag: '"1"' });
    stage.answers.set(url, () => new Response(null, { status: 304 }));
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same', same: 2, etag: '"1"' });
  });
});

describe('a copy that was changed', () => {
  it.each([
    ['a digit', '120元', '130元', 'critical'],
    ['a date', '11月25日', '11月26日', 'critical'],
    ['a phone number', '0598-2812345', '0598-2812346', 'critical'],
    ['a negation', '不得截留', '可以截留', 'critical'],
    ['a cell of a table', '>86<', '>89<', 'critical'],
    ['words', '认真组织', '抓紧安排', 'major'],
  ] as const)('%s: is found once, with both passages', async (_name, from, to, severity) => {
    await stage.look(itemId);
    stage.edit(url, from, to);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'differs' });
    await stage.look(itemId);
    const found = await stage.open();
    expect(found).toMatchObject([{ kind: 'differs', severity, state: 'open', times: 1, unitId: 'xzfb' }]);
    expect(found[0]?.evidence).toMatchObject({
      status: 200,
      differences: expect.arrayContaining([expect.objectContaining({ severity })]),
    });
  });

  it('in its title is critical', async () => {
    stage.edit(url, `<h1>${TITLE}</h1>`, '<h1>关于发放困难职工补助的通知</h1>');
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ kind: 'differs', severity: 'critical' }]);
  });

  it('keeps the page as it was seen, byte for byte', async () => {
    stage.edit(url, '120元', '130元');
    await stage.look(itemId);
    const [finding] = await stage.open();
    const snapshot = await readSnapshot(stage.world.ctx.db, finding?.snapshot ?? '');
    expect(Buffer.from(snapshot?.body ?? []).equals(readFileSync(stage.file(url)))).toBe(true);
  });

  it('and is mended closes the finding, and comes back as the same one', async () => {
    stage.edit(url, '120元', '130元');
    await stage.look(itemId);
    stage.edit(url, '130元', '120元');
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same' });
    expect(await stage.open()).toEqual([]);
    stage.edit(url, '120元', '140元');
    await stage.look(itemId);
    const all = await stage.world.ctx.db.select().from(findings);
    expect(all).toMatchObject([{ kind: 'differs', state: 'open', times: 2 }]);
    const told = await stage.world.ctx.db.select({ kind: events.kind }).from(events).where(eq(events.actor, 'audit'));
    expect(told.map(({ kind }) => kind).filter((kind) => kind.startsWith('finding'))).toEqual([
      'finding-opened',
      'finding-closed',
      'finding-reopened',
    ]);
  });

  it('in its 发布时间 is a finding of its own kind, and in another tag of another', async () => {
    stage.edit(url, 'name="PubDate" content="2026', 'name="PubDate" content="2025');
    stage.edit(url, 'name="SiteName" content="', 'name="SiteName" content="某');
    await stage.look(itemId);
    expect((await stage.kinds()).toSorted()).toEqual(['date-changed', 'tags']);
  });
});

describe('a copy that is not there', () => {
  it('is 缺失 on 404, and 一致 again once it is back', async () => {
    const html = readFileSync(stage.file(url));
    rmSync(stage.file(url));
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'missing' });
    expect(await stage.open()).toMatchObject([{ kind: 'missing', severity: 'critical' }]);
    writeFileSync(stage.file(url), html);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same' });
    expect(await stage.open()).toEqual([]);
  });

  it.each([
    ['an error of the server', () => new Response('x', { status: 502 })],
    ['a page of somebody else', () => new Response('<html><body><p>请完成验证</p></body></html>')],
    ['bytes that no charset fits', () => new Response(new Uint8Array([0xff, 0x80, 0x80, 0xe4, 0x81, 0xff]))],
    ['an empty page', () => new Response('')],
  ])('is never told from %s: that is 未知, and keeps what was known', async (_name, answer) => {
    stage.edit(url, '120元', '130元');
    await stage.look(itemId);
    stage.answers.set(url, answer);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'unknown', bodyHash: null });
    expect(await stage.kinds()).toEqual(['differs']);
    await stage.look(itemId);
    await stage.look(itemId);
    expect(await stage.kinds()).toEqual(['differs', 'unreadable']);
    stage.answers.delete(url);
    await stage.look(itemId);
    expect(await stage.kinds()).toEqual(['differs']);
  });
});

describe('revisions', () => {
  it('a copy that shows the former one is 过期, once', async () => {
    const old = readFileSync(stage.file(url));
    await stage.world.approve({ title: TITLE, body: BODY.replace('120元', '150元') }, { itemId });
    await stage.world.settle(itemId);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same' });
    writeFileSync(stage.file(url), old);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'outdated' });
    expect(await stage.open()).toMatchObject([{ kind: 'outdated', facts: { wanted: 2, found: 1 } }]);
  });

  it('a former one without a mark is known by its words', async () => {
    const old = readFileSync(stage.file(url), 'utf8').replace(/<meta name="YigaoRevision"[^>]*>/, '');
    await stage.world.approve({ title: TITLE, body: BODY.replace('120元', '150元') }, { itemId });
    await stage.world.settle(itemId);
    writeFileSync(stage.file(url), old);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'outdated' });
  });

  it('a look that a correction overtakes writes nothing', async () => {
    const { id } = await stage.world.delivery(itemId);
    await stage.world.advance(60_000);
    await stage.world.ctx.db.update(audits).set({ nextLookAt: dbNow });
    const overtaken = {
      ...stage.options,
      crawler: {
        ...stage.crawler,
        look: async (request: { url: string }) => {
          const look = await stage.crawler.look(request);
          await stage.world.approve({ title: TITLE, body: BODY.replace('120元', '150元') }, { itemId });
          return look;
        },
      },
    };
    await auditCopy(stage.world.ctx, id, overtaken);
    expect(await stage.world.ctx.db.select().from(audits)).toMatchObject([{ verdict: null, claimedUntil: null }]);
  });
});

describe('what was withdrawn', () => {
  it('is looked for where it was, and is 已撤下 when it is gone', async () => {
    await stage.world.withdraw(itemId);
    await stage.world.settle(itemId);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'absent', url });
    expect(await stage.open()).toEqual([]);
  });

  it('and is still there, or still listed, is found', async () => {
    const page = readFileSync(stage.file(url));
    const column = stage.file('http://platform.test/base/tzgg/index.html');
    const list = readFileSync(column);
    await stage.world.withdraw(itemId);
    await stage.world.settle(itemId);
    writeFileSync(stage.file(url), page);
    rmSync(`${stage.file(url)}.gone`, { force: true });
    writeFileSync(column, list);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'still-there' });
    expect((await stage.kinds()).toSorted()).toEqual(['still-listed', 'still-there']);
  });
});
