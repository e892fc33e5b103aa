import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveries } from '../../db/schema/index.ts';
import { pageQuery } from '../../src/items/list.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { buildRequest } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const send = async (overrides = {}): Promise<string> => {
  const response = await app.call('POST', '/api/items', { body: buildRequest(overrides) });
  return (await response.json()).id;
};
const list = async (query = ''): Promise<{ items: { id: string; title: string }[]; next: string | null }> =>
  (await app.call('GET', `/api/items${query}`)).json();

describe('GET /api/items', () => {
  it('turns every page without losing or repeating an item, though others arrive meanwhile', async () => {
    const sent = await Promise.all(Array.from({ length: 25 }, (_, n) => send({ title: `第${n}号通知` })));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(`?limit=7${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      await send({ title: '后来的通知' });
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(sent.every((id) => seen.includes(id))).toBe(true);
  });

  it('filters by unit, type, channel, status and time', async () => {
    const id = await send({ type: 'news', unit: 'xmzj', column: 'zwdt', title: '民政工作会议召开' });
    const only = async (query: string) => (await list(query)).items.map((item) => item.id);
    expect(await only('?unit=xmzj')).toEqual([id]);
    expect(await only('?type=news')).toEqual([id]);
    expect(await only('?type=news&status=planned&channel=portal')).toEqual([id]);
    expect(await only('?type=news&status=live')).toEqual([]);
    expect(await only('?channel=nowhere')).toEqual([]);
    expect(await only('?to=2000-01-01T00:00:00Z')).toEqual([]);
  });

  it.each([
    '?limit=0',
    '?limit=x',
    '?cursor=!!',
    '?status=happy',
    '?what=1',
    '?unit=a&unit=b',
    '?from=yesterday',
    '?from=0000-01-01T00:00:00Z',
    '?to=0001-01-01T00:00:00%2B23:59',
  ])('tells what is wrong with %s', async (query) => {
    const response = await app.call('GET', `/api/items${query}`);
    expect(response.status).toBe(422);
    expect((await response.json()).error.issues).toHaveLength(1);
  });

  it('pages by index', async () => {
    const { db } = app.ctx;
    const query = pageQuery(db, { cursor: 10, limit: 20 }).toSQL();
    const plan = await db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      return tx.execute<{ 'QUERY PLAN': string }>(
        sql.raw(`explain ${query.sql.replaceAll(/\$\d/g, (name) => String(query.params[Number(name.slice(1)) - 1]))}`),
      );
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Scan.* on items/);
  });
});

describe('GET /api/items/:id', () => {
  it.each(['1', 'x'.repeat(500), '00000000-0000-4000-8000-000000000000', '%00', '..%2f..'])(
    'answers 404 in words for %s',
    async (id) => {
      const response = await app.call('GET', `/api/items/${id}`);
      expect([400, 404]).toContain(response.status);
      expect((await response.json()).error.message).toMatch(/\p{Script=Han}/u);
    },
  );
});

describe('what may be asked of an item', () => {
  it('withdraws with kind and reason, says so, and a second time changes nothing', async () => {
    const id = await send();
    const body = { kind: 'removed-by-order', reason: '上级要求' };
    const first = await app.call('POST', `/api/items/${id}/withdraw`, { body });
    expect(first.status).toBe(202);
    const { deliveries: asked, events } = await first.json();
    expect(asked).toMatchObject([{ desired: 'withdrawn', withdrawal: body }]);
    const again = await app.call('POST', `/api/items/${id}/withdraw`, { body });
    expect((await again.json()).events).toHaveLength(events.length);
  });

  it.each([
    ['withdraw', { kind: 'gone', reason: '内容\u0000有误' }, 'control-character'],
    ['withdraw', { kind: 'gone', reason: '内容\ud800有误' }, 'broken-character'],
    ['withdraw', { kind: 'gone', reason: ' \u200b' }, 'missing'],
    ['withdraw', { kind: 'gone', reason: '长'.repeat(501) }, 'too-long'],
    ['withdraw', { kind: 'gone', reason: '过期', channels: ['\u0000'] }, 'bad-format'],
    ['withdraw', { kind: 'replaced', reason: '过期', replacedBy: crypto.randomUUID() }, 'unknown-replacement'],
    ['retry', { channels: ['\u0000'] }, 'bad-format'],
    ['resolve', { channel: '\u0000' }, 'bad-format'],
  ])('refuses to %s with %j: %s, and changes nothing', async (verb, body, code) => {
    const id = await send();
    const before = await (await app.call('GET', `/api/items/${id}`)).json();
    const response = await app.call('POST', `/api/items/${id}/${verb}`, { body });
    expect(response.status).toBe(422);
    expect((await response.json()).error.issues).toMatchObject([{ code }]);
    expect(await (await app.call('GET', `/api/items/${id}`)).json()).toEqual(before);
  });

  it('keeps the reason of a withdrawal as it is shown: cleaned, and sends readers only to another item', async () => {
    const [id, next] = await Promise.all([send(), send()]);
    const withdraw = (replacedBy: string) =>
      app.call('POST', `/api/items/${id}/withdraw`, {
        body: { kind: 'replaced', reason: ' 以\u202e新通知\u202c为准\n', replacedBy },
      });
    expect((await withdraw(id)).status).toBe(422);
    const { deliveries: asked } = await (await withdraw(next)).json();
    expect(asked).toMatchObject([{ withdrawal: { reason: '以新通知为准', replacedBy: next } }]);
  });

  it('retries what failed, and says why it cannot retry what did not', async () => {
    const id = await send();
    const refused = await app.call('POST', `/api/items/${id}/retry`, { body: {} });
    expect(refused.status).toBe(409);
    expect((await refused.json()).error.message).toContain('待发布');
    await app.ctx.db.update(deliveries).set({ status: 'refused' }).where(eq(deliveries.itemId, id));
    const retried = await app.call('POST', `/api/items/${id}/retry`, { body: { channels: ['portal'] } });
    expect(retried.status).toBe(202);
    expect((await retried.json()).deliveries).toMatchObject([{ status: 'planned', attempts: 0 }]);
  });

  it('resolves only a delivery that waits for a person', async () => {
    const id = await send();
    const resolve = () => app.call('POST', `/api/items/${id}/resolve`, { body: { channel: 'portal' } });
    expect((await resolve()).status).toBe(409);
    await app.ctx.db.update(deliveries).set({ status: 'parked' }).where(eq(deliveries.itemId, id));
    expect((await resolve()).status).toBe(202);
  });

  it('lets nobody act for a unit that is not theirs', async () => {
    const id = await send();
    const civil = await app.keyFor(['operate'], ['xmzj']);
    const response = await app.call('POST', `/api/items/${id}/withdraw`, {
      body: { kind: 'gone', reason: '过期' },
      key: civil,
    });
    expect(response.status).toBe(403);
  });
});
