import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events } from '../../db/schema/index.ts';
import type { Actor } from '../../src/accounts/actor.ts';
import { acceptFinding } from '../../src/audits/accept.ts';
import { expireAcceptances } from '../../src/audits/expire.ts';
import { reassignFinding } from '../../src/audits/reassign.ts';
import { repushFinding } from '../../src/audits/repush.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

const wang: Actor = { name: '王五', permissions: ['finding-handle'], unitIds: [] };
const DAY = 24 * 3_600_000;

let stage: AuditStage;
let itemId: string;
let url: string;
let id: string;

beforeEach(async () => {
  stage = await openAuditStage();
  itemId = await stage.world.approve({ title: TITLE, body: BODY });
  url = (await stage.world.settle(itemId)).url ?? '';
  stage.edit(url, '120元', '130元');
  await stage.look(itemId);
  id = (await stage.open())[0]?.id ?? '';
});
afterEach(() => stage.close());

const accept = (days: number) =>
  acceptFinding(stage.world.ctx, {
    id,
    reason: '等待平台修复',
    until: new Date(stage.world.now().getTime() + days * DAY),
    actor: wang,
  });
const toldKinds = async () =>
  (await stage.world.ctx.db.select().from(events).where(eq(events.actor, '王五'))).map(({ kind }) => kind);

describe('接受', () => {
  it('holds for its time, as long as it is the same thing', async () => {
    await accept(2);
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ state: 'accepted', reason: '等待平台修复', decidedBy: '王五' }]);
    await stage.world.advance(3 * DAY);
    await expireAcceptances(stage.world.ctx);
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ id, state: 'open', acceptedUntil: null }]);
    expect(await toldKinds()).toEqual(['finding-accepted']);
  });

  it('ends when something else goes wrong with the copy', async () => {
    await accept(30);
    stage.edit(url, '130元', '999元');
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ id, state: 'open' }]);
  });

  it('needs an end within a year', async () => {
    await expect(accept(-1)).rejects.toMatchObject({ code: 'invalid', issues: [{ field: 'until' }] });
    await expect(accept(800)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('转办', () => {
  it('gives it to another unit, which later looks do not take back', async () => {
    await reassignFinding(stage.world.ctx, { id, unitId: 'xmzj', reason: '由民政局核对', actor: wang });
    stage.edit(url, '130元', '131元');
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ state: 'assigned', unitId: 'xmzj' }]);
    expect(await toldKinds()).toEqual(['finding-reassigned']);
  });

  it('knows no unit that is not there', async () => {
    const asked = reassignFinding(stage.world.ctx, { id, unitId: 'nowhere', actor: wang });
    await expect(asked).rejects.toMatchObject({ issues: [{ code: 'unknown-unit' }] });
  });
});

describe('重新推送', () => {
  it('brings the copy back, and the look after it closes the finding', async () => {
    await repushFinding(stage.world.ctx, id, wang);
    expect(await stage.world.settle(itemId)).toMatchObject({
      status: 'live',
      actualRevision: 1,
      repair: false,
      generation: 2,
    });
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same' });
    expect(await stage.open()).toEqual([]);
    expect(await toldKinds()).toEqual(['delivery-repushed']);
  });

  it('is refused while one is under way, and for what is over', async () => {
    await repushFinding(stage.world.ctx, id, wang);
    await expect(repushFinding(stage.world.ctx, id, wang)).rejects.toMatchObject({ code: 'not-now' });
    await stage.world.settle(itemId);
    await stage.look(itemId);
    await expect(repushFinding(stage.world.ctx, id, wang)).rejects.toMatchObject({ code: 'not-now' });
  });

  it('of a withdrawn copy that is still there takes it back once more', async () => {
    await stage.world.withdraw(itemId);
    await stage.world.settle(itemId);
    stage.answers.set(
      url,
      () =>
        new Response(
          `<html><head><meta name="YigaoArticle" content="${url.split('/').at(-1)?.slice(0, 16)}"></head><body><main><article><h1>${TITLE}</h1>${BODY}</article></main></body></html>`,
        ),
    );
    await stage.look(itemId);
    const still = (await stage.open()).find(({ kind }) => kind === 'still-there');
    stage.answers.delete(url);
    await repushFinding(stage.world.ctx, still?.id ?? '', wang);
    expect(await stage.world.settle(itemId)).toMatchObject({ status: 'withdrawn', actual: 'absent', generation: 3 });
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'absent' });
    expect(await stage.open()).toEqual([]);
  });
});
