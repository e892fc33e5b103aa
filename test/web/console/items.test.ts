import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { deliveries } from '../../../db/schema/index.ts';
import { actingPerson } from '../../../src/accounts/acting.ts';
import type { PersonActor } from '../../../src/accounts/actor.ts';
import { workQuerySchema } from '../../../src/items/drafts/list-query.ts';
import { pickItems } from '../../../src/items/pick.ts';
import { receiveItem } from '../../../src/items/receive.ts';
import { submit, writeDraft } from '../../support/drafts.ts';
import { buildRequest } from '../../support/factories.ts';
import { clerk } from '../../support/fakes.ts';
import { advance, setClock } from '../../support/database.ts';
import { openStaffWorld, PASSWORD, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

let world: StaffWorld;
let author: PersonActor;
let writing: StaffBrowser;
let office: StaffBrowser;
const itemIds: string[] = [];

const open = async (name: string): Promise<StaffBrowser> => {
  const browser = world.open();
  await browser.signIn(name);
  return browser;
};

beforeAll(async () => {
  world = await openStaffWorld();
  await setClock(world.ctx.db, new Date('2026-11-25T01:00:00Z'));
  author = actingPerson(await world.user('writer', ['editor']));
  await world.user('office', ['office']);
  await world.user('bound', ['editor'], { unitIds: ['xmzj'] });
  for (const number of [1, 2, 3]) {
    const request = buildRequest({ externalId: `n-${number}`, title: `第${number}号<通知>` });
    itemIds.push((await receiveItem(world.ctx, request, clerk)).item.id);
  }
  await writeDraft(world.ctx, { title: '森林防火草稿' }, author);
  writing = await open('writer');
  office = await open('office');
});
afterAll(() => world.close());

const linesOf = (html: string): string[] =>
  [...html.matchAll(/<tr data-row="true">.*?<a href="[^"]+">(.*?)<\/a>/gs)].map(([, title]) => title ?? '');

describe('the desk', () => {
  it('tells what waits, and each count leads to the list that shows exactly these', async () => {
    await submit(world.ctx, await writeDraft(world.ctx, { title: '防汛草稿' }, author), author);
    const { html } = await writing.get('/console/desk');
    expect(html).toContain('尚未送审');
    const [, path = ''] = /<a href="([^"]+)">正在审核<\/a>/.exec(html) ?? [];
    const { html: list } = await writing.get(path.replaceAll('&amp;', '&'));
    expect(linesOf(list)).toEqual(['防汛草稿']);
  });

  it('tells the next step where nothing waits, and is the first page after signing in', async () => {
    const bound = await open('bound');
    expect((await bound.get('/console')).to).toBe('/console/desk');
    const { html } = await bound.get('/console/desk');
    expect(html).toContain('现在没有等您处理的事项');
    expect(html).toContain('href="/console/drafts/new"');
  });

  it('shows failed deliveries to whoever may deal with them', async () => {
    const [one] = itemIds;
    await world.ctx.db
      .update(deliveries)
      .set({ status: 'refused' })
      .where(eq(deliveries.itemId, one ?? ''));
    expect((await office.get('/console/desk')).html).toContain('发布失败');
    await world.ctx.db
      .update(deliveries)
      .set({ status: 'planned' })
      .where(eq(deliveries.itemId, one ?? ''));
  });
});

describe('the list of 稿件', () => {
  it('shows items and drafts in one list, with their state in words, titles as text', async () => {
    const { html } = await writing.get('/console/items');
    expect(linesOf(html)).toEqual(expect.arrayContaining(['森林防火草稿', '第1号&lt;通知&gt;']));
    expect(html).toContain('待发布');
    expect(html).toMatch(/草稿\s*<\/span>/);
  });

  it('keeps its filters in the address and in its fields', async () => {
    const { html } = await writing.get('/console/items?q=森林&status=editing&mine=1');
    expect(linesOf(html)).toEqual(['森林防火草稿']);
    expect(html).toContain('value="森林"');
    expect(html).toMatch(/<option value="editing" selected/);
    expect(linesOf((await writing.get('/console/items?type=guide')).html)).toEqual([]);
    expect((await writing.get('/console/items?type=guide')).html).toContain('没有符合条件的稿件');
  });

  it('refuses an address that no form made, without an error of ours', async () => {
    for (const query of ['type=nonsense', 'from=2026-13-45', 'cursor=zzz', 'q=%00'])
      expect((await writing.get(`/console/items?${query}`)).status).toBeLessThan(500);
  });

  it('shows nothing of another unit to somebody bound to one', async () => {
    const bound = await open('bound');
    const { html } = await bound.get('/console/items');
    expect(linesOf(html)).toEqual([]);
    expect(html).not.toContain('明溪县人民政府办公室');
  });

  it('saves a filter under a name, for this person only, and drops it', async () => {
    await writing.get('/console/items');
    const saved = await writing.post('/console/filters', {
      name: '通知',
      query: 'q=%E9%80%9A%E7%9F%A5&status=planned',
    });
    expect(saved.to).toMatch(/^\/console\/items\?q=.+&status=planned&notice=filter-saved$/);
    const { html } = await writing.get('/console/items');
    expect(html).toContain('status=planned">通知</a>');
    expect((await office.get('/console/items')).html).not.toContain('status=planned">通知</a>');
    const [, id = ''] = /\/console\/filters\/([0-9a-f-]{36})\/drop/.exec(html) ?? [];
    expect((await office.post(`/console/filters/${id}/drop`, {})).status).toBe(404);
    expect((await writing.post(`/console/filters/${id}/drop`, { query: '' })).status).toBe(303);
    expect((await writing.get('/console/items')).html).not.toContain('status=planned">通知</a>');
  });

  it('says what is wrong with a filter without a name', async () => {
    await writing.get('/console/items');
    const { status, html } = await writing.post('/console/filters', { name: ' ', query: 'q=1' });
    expect([status, html.includes('缺少此项')]).toEqual([422, true]);
  });
});

describe('an item', () => {
  it('shows what was approved and what each channel makes of it, though it never was a draft here', async () => {
    const path = `/console/items/${itemIds[0] ?? ''}`;
    const { html: item } = await writing.get(path);
    for (const way of [`${path}/preview`, `${path}/proof`, `/console/findings?item=${itemIds[0] ?? ''}`])
      expect(item).toContain(`href="${way}"`);
    const { html } = await writing.get(`${path}/preview`);
    expect(html).toContain('已审签的内容：第1号&lt;通知&gt;');
    const frames = [...html.matchAll(/<iframe[^>]* src="([^"]+)"/g)].map(([, src = '']) => src);
    expect(frames).toHaveLength(2);
    for (const frame of frames) {
      const { status, headers } = await writing.get(frame);
      expect([status, headers.get('content-security-policy')?.startsWith('sandbox')]).toEqual([200, true]);
    }
    expect((await writing.get(`${path}/preview/nowhere`)).status).toBe(404);
  });

  it('shows none of it to somebody of another unit', async () => {
    const bound = await open('bound');
    for (const part of ['preview', 'source'])
      expect((await bound.get(`/console/items/${itemIds[0] ?? ''}/${part}`)).status).toBe(403);
  });
});

describe('what is done to many', () => {
  it('is asked first, with the number; nothing ticked is told so', async () => {
    await office.get('/console/items');
    expect((await office.post('/console/bulk/ask', { do: 'withdraw' })).status).toBe(422);
    const { html } = await office.post('/console/bulk/ask', { do: 'withdraw', item: itemIds });
    expect(html).toContain('撤回 3 篇稿件');
    for (const id of itemIds) expect(html).toContain(`name="item" value="${id}"`);
  });

  it('may mean everything in the filter, not only the page: with its number, pinned when it is asked', async () => {
    await office.get('/console/items');
    const all = { do: 'withdraw', all: '1', item: [] };
    const one = await office.post('/console/bulk/ask', { ...all, query: 'q=第2号' });
    expect(one.html).toContain('已选中筛选结果中的全部 1 篇稿件');
    expect([...one.html.matchAll(/name="item" value="([^"]+)"/g)].map(([, id]) => id)).toEqual([itemIds[1]]);
    expect((await office.post('/console/bulk/ask', { ...all, query: '' })).html).toContain('撤回 3 篇稿件');
    expect((await office.post('/console/bulk/ask', { ...all, query: 'q=没有这篇' })).status).toBe(422);
    expect((await office.post('/console/bulk/ask', { ...all, query: 'type=nonsense' })).status).toBe(422);
  });

  it('takes no more than one can look at, and says that there are more', async () => {
    const { ids, more } = await pickItems(world.ctx, { query: workQuerySchema.parse({}), most: 2 }, author);
    expect([new Set(ids).size, ids.every((id) => itemIds.includes(id)), more]).toEqual([2, true, true]);
  });

  it('asks for the password, keeps what was ticked meanwhile, and withdraws', async () => {
    const ticked = itemIds.slice(0, 2);
    await office.post('/console/bulk/ask', { do: 'withdraw', item: ticked });
    const fields = { item: ticked, kind: 'withdrawn', reason: '内容有误' };
    await advance(world.ctx.db, 11 * 60_000);
    const asked = await office.post('/console/bulk/withdraw', fields);
    expect(asked.status).toBe(403);
    for (const id of ticked) expect(asked.html).toContain(`value="${id}"`);
    const done = await office.post('/console/bulk/withdraw', { ...fields, _password: PASSWORD });
    expect(done.html).toContain('已处理 2 篇');
    const rows = await world.ctx.db.select().from(deliveries);
    const desired = (id: string) => rows.filter(({ itemId }) => itemId === id).map((row) => row.desired);
    expect(ticked.flatMap(desired).every((state) => state === 'withdrawn')).toBe(true);
    expect(desired(itemIds[2] ?? '')).not.toContain('withdrawn');
  });

  it('wants a reason, and keeps the ticks when it is missing', async () => {
    const answer = await office.post('/console/bulk/withdraw', {
      item: [itemIds[2] ?? ''],
      kind: 'withdrawn',
      reason: '',
    });
    expect(answer.status).toBe(422);
    expect(answer.html).toContain(`value="${itemIds[2]}"`);
  });

  it('tells one by one what could not be tried again', async () => {
    const { html } = await office.post('/console/bulk/retry', { item: [itemIds[2] ?? '', 'no-such-item'] });
    expect(html).toContain('已处理 0 篇');
    expect(html).toContain('有 2 篇没有处理');
  });

  it('is not for an editor to withdraw', async () => {
    await writing.get('/console/items');
    expect((await writing.post('/console/bulk/withdraw', { item: itemIds })).status).toBe(403);
  });
});
