import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/accounts/actor.ts';
import { approveDraft } from '../../../src/items/drafts/approve.ts';
import { workCounts } from '../../../src/items/drafts/counts.ts';
import { createCorrection } from '../../../src/items/drafts/create.ts';
import { listWork } from '../../../src/items/drafts/list.ts';
import { workQuerySchema } from '../../../src/items/drafts/list-query.ts';
import { listQueue, queueQuerySchema } from '../../../src/items/drafts/queue.ts';
import { returnDraft } from '../../../src/items/drafts/return.ts';
import { receiveItem } from '../../../src/items/receive.ts';
import { dropFilter, listSavedFilters, saveFilter } from '../../../src/items/saved-filters.ts';
import {
  approve,
  li,
  openDesk,
  outcome,
  submit,
  wang,
  writeDraft,
  zhang,
  zhao,
  type Desk,
} from '../../support/drafts.ts';
import { buildRequest } from '../../support/factories.ts';
import { clerk } from '../../support/fakes.ts';
import { editor, reviewer } from '../../support/people.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const work = async (query: Record<string, string>, who: PersonActor = zhang) =>
  (await listWork(desk.ctx, workQuerySchema.parse(query), who)).rows;
const titles = async (query: Record<string, string>, who: PersonActor = zhang) =>
  (await work(query, who)).map(({ title }) => title);

describe('the list of 稿件', () => {
  it('shows items and open drafts, newest first, each with its state in words; a correction beside its item', async () => {
    const { item } = await receiveItem(desk.ctx, buildRequest({ title: '列表甲' }), clerk);
    await createCorrection(desk.ctx, item.id, zhang);
    await submit(desk.ctx, await writeDraft(desk.ctx, { title: '列表乙' }));
    const rows = await work({ text: '列表' });
    expect(rows.map(({ kind, title, status }) => [kind, title, status.text])).toEqual([
      ['draft', '列表乙', '审核中，待签发'],
      ['draft', '列表甲', '草稿'],
      ['item', '列表甲', '待发布'],
    ]);
    expect(rows[1]?.itemId).toBe(item.id);
    expect(rows[2]?.deliveries).toHaveLength(2);
  });

  it('shows of one author the drafts that person wrote, and no item', async () => {
    const one = editor('吴九');
    await receiveItem(desk.ctx, buildRequest({ title: '作者甲' }), clerk);
    await writeDraft(desk.ctx, { title: '作者乙' });
    await writeDraft(desk.ctx, { title: '作者丙' }, one);
    expect(await titles({ text: '作者', author: one.id }, one)).toEqual(['作者丙']);
    expect(await titles({ text: '作者', author: 'nobody' }, one)).toEqual([]);
  });

  it('pages by cursor: every line once, in order, also those of one instant', async () => {
    for (let n = 0; n < 6; n += 1) await receiveItem(desk.ctx, buildRequest({ title: `翻页${n}` }), clerk);
    for (let n = 6; n < 10; n += 1) await writeDraft(desk.ctx, { title: `翻页${n}` });
    await desk.ctx.db.execute(
      sql`update items set created_at = '2026-01-01T00:00:00.123456Z' where title like '翻页%'`,
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query = { text: '翻页', limit: '3', ...(cursor === null ? {} : { cursor }) };
      const page = await listWork(desk.ctx, workQuerySchema.parse(query), zhang);
      seen.push(...page.rows.map(({ title }) => title));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
    expect(seen.slice(0, 4)).toEqual(['翻页9', '翻页8', '翻页7', '翻页6']);
  });

  it('finds Chinese of any length inside a title, a 文号 in any bracket, an external id; and nothing else', async () => {
    const request = buildRequest({ title: '关于龙湖水库　除险加固的公告', documentNumber: '明水〔2026〕7号' });
    await receiveItem(desk.ctx, request, clerk);
    for (const text of [
      '库',
      '龙湖',
      '除险加固',
      '水库除险',
      '龙湖 公告',
      '明水[2026]7号',
      '明水(2026)',
      '２０２６〕7',
    ])
      expect(await titles({ text })).toContain('关于龙湖水库 除险加固的公告');
    expect(await titles({ text: request.externalId.toUpperCase() })).toEqual(['关于龙湖水库 除险加固的公告']);
    for (const text of ['湖龙', '库除水险', "龙湖' or 1=1 --", '%', '\\', '\0龙湖水底'])
      expect(await titles({ text })).not.toContain('关于龙湖水库 除险加固的公告');
  });

  it('is filtered by type, unit, column, channel, time and state', async () => {
    await receiveItem(desk.ctx, buildRequest({ title: '筛选甲', column: 'zwdt', channels: ['portal'] }), clerk);
    await writeDraft(desk.ctx, { title: '筛选乙', type: 'news', unit: 'xmzj', channels: ['wechat'] });
    const only = (query: Record<string, string>) => titles({ text: '筛选', ...query });
    expect(await only({ type: 'news' })).toEqual(['筛选乙']);
    expect(await only({ unit: 'xzfb' })).toEqual(['筛选甲']);
    expect(await only({ column: 'zwdt' })).toEqual(['筛选甲']);
    expect(await only({ channel: 'wechat' })).toEqual(['筛选乙']);
    expect(await only({ channel: 'portal' })).toEqual(['筛选甲']);
    expect(await only({ status: 'editing' })).toEqual(['筛选乙']);
    expect(await only({ status: 'planned' })).toEqual(['筛选甲']);
    expect(await only({ to: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await only({ from: '2020-01-01T00:00:00Z' })).toHaveLength(2);
  });

  it('shows nobody another unit’s', async () => {
    await writeDraft(desk.ctx, { title: '别的单位' });
    expect(await titles({ text: '别的单位' }, editor('外人', ['xmzj']))).toEqual([]);
    expect(await outcome(listWork(desk.ctx, workQuerySchema.parse({}), { ...zhang, permissions: [] }))).toBe(
      'no-permission',
    );
  });

  it.each(['x', 'AAAA', '', Buffer.from('2026-13-45 00:00:00.000000+00 x').toString('base64url')])(
    'takes no cursor but its own: %j',
    (cursor) => {
      expect(workQuerySchema.safeParse({ cursor }).success).toBe(false);
    },
  );
});

describe('the review queue', () => {
  it('shows the longest waiting first, and why this person may not answer', async () => {
    const before = (await listQueue(desk.three, queueQuerySchema.parse({}), li)).rows.length;
    const own = await submit(desk.three, await writeDraft(desk.three, {}, wang), wang);
    const seen = await submit(desk.three, await writeDraft(desk.three));
    const { draft: next } = await approve(desk.three, seen, wang);
    const rows = (await listQueue(desk.three, queueQuerySchema.parse({}), wang)).rows.slice(before);
    expect(rows.map(({ draft, hindrance }) => [draft.id, draft.stage, hindrance])).toEqual([
      [own.id, '初审', 'own-work'],
      [seen.id, '复审', 'same-person'],
    ]);
    const second = await listQueue(desk.three, queueQuerySchema.parse({ stage: '复审', unit: 'xzfb' }), zhao);
    expect(second.rows.map(({ draft, hindrance }) => [draft.id, hindrance])).toEqual([[next.id, null]]);
    expect((await listQueue(desk.three, queueQuerySchema.parse({}), reviewer('外人', ['xmzj']))).rows).toEqual([]);
    expect(await outcome(listQueue(desk.three, queueQuerySchema.parse({}), zhang))).toBe('no-permission');
  });
});

describe('what waits for me', () => {
  it('counts drafts I may answer, my own by state, and deliveries that wait for a person', async () => {
    const [me, other] = [editor('钱七'), reviewer('周九')];
    const before = await workCounts(desk.three, other);
    await writeDraft(desk.three, {}, me);
    const returned = await submit(desk.three, await writeDraft(desk.three, {}, me), me);
    const { id: draftId, round, stage } = returned;
    await returnDraft(desk.three, { draftId, round, stage: stage ?? '', reason: '改' }, li);
    const waiting = await submit(desk.three, await writeDraft(desk.three, {}, me), me);
    expect(await workCounts(desk.three, me)).toMatchObject({ toReview: 0, returned: 1, editing: 1, reviewing: 1 });
    expect((await workCounts(desk.three, other)).toReview).toBe(before.toReview + 1);
    const answer = { draftId: waiting.id, round: 1, stage: '初审', hash: waiting.hash ?? '' };
    await approveDraft(desk.three, answer, other);
    expect((await workCounts(desk.three, other)).toReview).toBe(before.toReview);

    const { item } = await receiveItem(desk.ctx, buildRequest(), clerk);
    await desk.ctx.db
      .execute(sql`update deliveries set status = case channel_id when 'portal' then 'refused' else 'parked' end
      where item_id = ${item.id}`);
    expect(await workCounts(desk.three, other)).toMatchObject({
      refused: before.refused + 1,
      parked: before.parked + 1,
    });
    expect(await workCounts(desk.three, reviewer('外人', ['xmzj']))).toMatchObject({ toReview: 0, refused: 0 });
  });
});

describe('saved filters', () => {
  it('are one’s own, by name; the same name again replaces', async () => {
    const { id } = await saveFilter(desk.ctx, { name: '待我处理', query: '?status=returned' }, zhang);
    await saveFilter(desk.ctx, { name: '待我处理', query: 'status=editing&text=停水' }, zhang);
    expect(await listSavedFilters(desk.ctx, zhang)).toEqual([
      { id, name: '待我处理', query: 'status=editing&text=%E5%81%9C%E6%B0%B4' },
    ]);
    expect(await listSavedFilters(desk.ctx, li)).toEqual([]);
    expect(await outcome(dropFilter(desk.ctx, id, li))).toBe('not-found');
    expect(await outcome(saveFilter(desk.ctx, { name: ' ', query: '' }, zhang))).toBe('invalid');
    await dropFilter(desk.ctx, id, zhang);
    expect(await listSavedFilters(desk.ctx, zhang)).toEqual([]);
  });
});
