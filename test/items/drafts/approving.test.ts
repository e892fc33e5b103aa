import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvals, deliveries, events, items, outbox, reviews, revisions } from '../../../db/schema/index.ts';
import { createCorrection } from '../../../src/items/drafts/create.ts';
import { getDraft } from '../../../src/items/drafts/read.ts';
import { returnDraft } from '../../../src/items/drafts/return.ts';
import { saveDraft } from '../../../src/items/drafts/save.ts';
import { receiveItem } from '../../../src/items/receive.ts';
import {
  approve,
  li,
  mustRefuse,
  openDesk,
  outcome,
  submit,
  wang,
  writeDraft,
  zhang,
  zhao,
  type Desk,
} from '../../support/drafts.ts';
import { buildContent, buildRequest } from '../../support/factories.ts';
import { clerk, fakeChannel, fakeContext } from '../../support/fakes.ts';
import { editor, person, reviewer } from '../../support/people.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe('an approval', () => {
  it('of the only stage publishes: revision, approval, deliveries, wakes and events in one', async () => {
    const before = await desk.published();
    const draft = await submit(desk.ctx, await writeDraft(desk.ctx));
    const { draft: done, item } = await approve(desk.ctx, draft, li);
    expect(done).toMatchObject({ status: 'approved', itemId: item?.id, revision: 1, stage: null });
    expect(await desk.published()).toEqual({
      items: before.items + 1,
      revisions: before.revisions + 1,
      approvals: before.approvals + 1,
      deliveries: before.deliveries + 2,
      outbox: before.outbox + 2,
    });
    const [revision] = await desk.ctx.db
      .select()
      .from(revisions)
      .where(eq(revisions.itemId, item?.id ?? ''));
    expect(revision).toMatchObject({ hash: draft.hash, author: '张三' });
    const told = await desk.ctx.db
      .select({ kind: events.kind })
      .from(events)
      .where(eq(events.itemId, item?.id ?? ''));
    expect(told.map(({ kind }) => kind).sort()).toEqual(['delivery-planned', 'delivery-planned', 'item-received']);
  });

  it('needs three stages by three persons where the setting says so, in their order', async () => {
    const draft = await submit(desk.three, await writeDraft(desk.three));
    expect(draft.stage).toBe('初审');
    expect(await outcome(approve(desk.three, { ...draft, stage: '终审' }, zhao))).toBe('not-now');
    const first = await approve(desk.three, draft, li);
    expect(first).toMatchObject({ item: null, draft: { stage: '复审', status: 'reviewing' } });
    expect(await outcome(approve(desk.three, first.draft, li))).toBe('same-person');
    expect(await outcome(approve(desk.three, first.draft, person('李 四', li.permissions)))).toBe('same-person');
    const second = await approve(desk.three, first.draft, wang);
    const third = await approve(desk.three, second.draft, zhao);
    const seals = await desk.ctx.db
      .select()
      .from(approvals)
      .where(eq(approvals.itemId, third.item?.id ?? ''));
    const told = new Set(seals.map(({ stage, name, hash }) => `${stage} ${name} ${hash}`));
    expect(told).toEqual(new Set([`初审 李四 ${draft.hash}`, `复审 王五 ${draft.hash}`, `终审 赵六 ${draft.hash}`]));
  });

  it('by anybody who wrote, saved or submitted it is refused, under another account of the same name, too', async () => {
    const draft = await writeDraft(desk.ctx);
    const content = buildContent({ title: '王五改过的标题' });
    const saved = await saveDraft(desk.ctx, { draftId: draft.id, version: draft.version, content }, wang);
    const sent = await submit(desk.ctx, saved, zhao);
    const before = await desk.published();
    for (const who of [reviewer('张三'), wang, zhao, person('张　三', li.permissions, { id: 'other' })])
      expect(await outcome(approve(desk.ctx, sent, who))).toBe('own-work');
    expect(await desk.published()).toEqual(before);
    expect((await approve(desk.ctx, sent, li)).item).not.toBeNull();
  });

  it('is refused by a right lost while the form was open', async () => {
    const sent = await submit(desk.ctx, await writeDraft(desk.ctx));
    const demoted = { ...li, reread: () => Promise.resolve(editor('李四')) };
    expect(await outcome(approve(desk.ctx, sent, demoted))).toBe('no-permission');
    expect(await outcome(approve(desk.ctx, sent, reviewer('钱七', ['xmzj'])))).toBe('other-unit');
    expect((await getDraft(desk.ctx, sent.id, zhang)).status).toBe('reviewing');
  });

  it('a second time gets a 409 that names who decided, and when', async () => {
    const sent = await submit(desk.ctx, await writeDraft(desk.ctx));
    await approve(desk.ctx, sent, li);
    const error = await mustRefuse(approve(desk.ctx, sent, wang));
    expect(error.code).toBe('already-decided');
    expect(error.message).toMatch(/^“签发”环节已由李四于\d{4}-\d\d-\d\d \d\d:\d\d同意，不能重复决定/);
  });

  it('races with 20 others, and with returns: one decision, one item, the rest 409', async () => {
    const sent = await submit(desk.ctx, await writeDraft(desk.ctx));
    const before = await desk.published();
    const { id: draftId, round, stage } = sent;
    const decisions = Array.from({ length: 20 }, (_, n) => {
      const who = reviewer(`审核${n}`);
      const seen = { draftId, round, stage: stage ?? '' };
      return outcome(n % 2 ? returnDraft(desk.ctx, { ...seen, reason: '请改' }, who) : approve(desk.ctx, sent, who));
    });
    const outcomes = await Promise.all(decisions);
    expect(outcomes.filter((each) => each === 'done')).toHaveLength(1);
    expect(outcomes.filter((each) => each === 'already-decided')).toHaveLength(19);
    const answers = sql`${reviews.draftId} = ${draftId} and ${reviews.decision} in ('approved', 'returned')`;
    expect(await desk.ctx.db.$count(reviews, answers)).toBe(1);
    expect([before.items, before.items + 1]).toContain((await desk.published()).items);
  });

  it('is void when the content changed after it was sealed, by whatever hand', async () => {
    const sent = await submit(desk.ctx, await writeDraft(desk.ctx));
    const before = await desk.published();
    await desk.ctx.db.execute(
      sql`update drafts set content = jsonb_set(content, '{title}', '"偷换的标题"') where id = ${sent.id}`,
    );
    expect(await outcome(approve(desk.ctx, sent, li))).toBe('seal-broken');
    await desk.ctx.db.execute(sql`update drafts set hash = ${'f'.repeat(64)} where id = ${sent.id}`);
    expect(await outcome(approve(desk.ctx, { ...sent, hash: 'f'.repeat(64) }, li))).toBe('seal-broken');
    expect(await desk.published()).toEqual(before);
    const { id: draftId, round, stage } = sent;
    await returnDraft(desk.ctx, { draftId, round, stage: stage ?? '', reason: '内容有变' }, li);
  });

  it('of a content that the reviewer did not read is refused', async () => {
    const sent = await submit(desk.ctx, await writeDraft(desk.ctx));
    expect(await outcome(approve(desk.ctx, { ...sent, hash: 'a'.repeat(64) }, li))).toBe('seal-broken');
  });

  it('goes through the gate again: what may not go out any more does not, and the yes is not kept', async () => {
    const sent = await submit(desk.ctx, await writeDraft(desk.ctx, { channels: ['wechat'] }));
    const off = fakeContext(desk.database, { channels: [fakeChannel({ id: 'wechat', off: '缺少设置' })] });
    const before = await desk.published();
    const error = await mustRefuse(approve(off, sent, li));
    expect(error.issues.map(({ code }) => code)).toContain('channel-off');
    expect(await desk.published()).toEqual(before);
    expect(await getDraft(desk.ctx, sent.id, zhang)).toMatchObject({ status: 'reviewing', stage: '签发' });
    expect(await desk.ctx.db.$count(reviews, eq(reviews.draftId, sent.id))).toBe(1);
  });

  it('of a correction makes the next revision, unless the item was corrected meanwhile', async () => {
    const request = buildRequest();
    const { item } = await receiveItem(desk.ctx, request, clerk);
    const draft = await createCorrection(desk.ctx, item.id, zhang);
    expect(await createCorrection(desk.ctx, item.id, wang)).toMatchObject({ id: draft.id });
    const content = { ...draft.content, title: '更正后的标题', changeNote: '更正标题' };
    const sent = await submit(
      desk.ctx,
      await saveDraft(desk.ctx, { draftId: draft.id, version: draft.version, content }, zhang),
    );
    expect((await approve(desk.ctx, sent, li)).item).toMatchObject({ id: item.id, revision: 2 });

    const late = await createCorrection(desk.ctx, item.id, zhang);
    const other = { ...late.content, title: '再更正' };
    const waiting = await submit(
      desk.ctx,
      await saveDraft(desk.ctx, { draftId: late.id, version: late.version, content: other }, zhang),
    );
    await receiveItem(desk.ctx, { ...request, title: '接口更正', previous: sent.hash }, clerk);
    expect(await outcome(approve(desk.ctx, waiting, li))).toBe('stale-previous');
    const [row] = await desk.ctx.db.select().from(items).where(eq(items.id, item.id));
    expect(row).toMatchObject({ revision: 3, title: '接口更正' });
  });

  it('waits, on a channel that cannot change its copy, until a slip can be undone; API intake does not', async () => {
    const patient = { ...desk.ctx, undoMs: 60_000 };
    const sent = await submit(patient, await writeDraft(patient));
    const { item } = await approve(patient, sent, li);
    const waits = await desk.ctx.db
      .select({
        channel: deliveries.channelId,
        waits: sql<boolean>`${deliveries.nextTryAt} > clock() + interval '30 s'`,
      })
      .from(deliveries)
      .where(eq(deliveries.itemId, item?.id ?? ''))
      .orderBy(deliveries.channelId);
    expect(waits).toEqual([
      { channel: 'portal', waits: false },
      { channel: 'wechat', waits: true },
    ]);
    const dueLater = sql`${outbox.dueAt} > clock() + interval '30 s'`;
    expect(await desk.ctx.db.$count(outbox, dueLater)).toBe(1);
    await receiveItem(patient, buildRequest(), clerk);
    expect(await desk.ctx.db.$count(outbox, dueLater)).toBe(1);
  });
});
