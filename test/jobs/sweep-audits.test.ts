import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audits, outbox, snapshots } from '../../db/schema/index.ts';
import { startNight, sweepAudits } from '../../jobs/sweep-audits.ts';
import { dropSnapshots } from '../../src/audits/snapshots.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let stage: AuditStage;
let itemId: string;
let url: string;
beforeAll(async () => {
  stage = await openAuditStage();
  itemId = await stage.world.approve({ title: TITLE, body: BODY });
  url = (await stage.world.settle(itemId)).url ?? '';
});
afterAll(() => stage.close());

const waiting = () => stage.world.ctx.db.$count(outbox, eq(outbox.job, 'audit'));
const forget = () => stage.world.ctx.db.delete(outbox);

describe.sequential('the sweep of audits', () => {
  it('wakes what the schedule says, once, and again when the wake was lost', async () => {
    const { ctx } = stage.world;
    await stage.look(itemId);
    await forget();
    expect(await sweepAudits(ctx)).toBe(0);
    await stage.world.advance(2 * MINUTE);
    expect(await sweepAudits(ctx)).toBe(1);
    expect(await sweepAudits(ctx)).toBe(0);
    expect(await waiting()).toBe(1);
    await forget();
    expect(await sweepAudits(ctx)).toBe(0);
    await stage.world.advance(3 * MINUTE);
    expect(await sweepAudits(ctx)).toBe(1);
  });

  it('brings everything forward at night, and nothing twice in one night', async () => {
    const { ctx } = stage.world;
    for (let time = 0; time < 7; time += 1) await stage.look(itemId);
    expect(await startNight(ctx)).toBe(0);
    // The stage's clock began at nine in the morning, Beijing.
    await stage.world.advance(16 * HOUR);
    expect(await startNight(ctx)).toBe(0);
    await stage.world.advance(2 * HOUR);
    expect(await startNight(ctx)).toBe(1);
    await stage.look(itemId);
    expect(await startNight(ctx)).toBe(0);
  });

  it('lets a snapshot go that neither a copy nor a finding needs', async () => {
    const { ctx } = stage.world;
    stage.edit(url, '120元', '130元');
    await stage.look(itemId);
    stage.edit(url, '130元', '120元');
    stage.edit(url, '</head>', '<meta name="x" content="y"></head>');
    await stage.look(itemId);
    const before = await ctx.db.select().from(snapshots);
    await stage.world.advance(25 * HOUR);
    expect(await dropSnapshots(ctx.db)).toBe(1);
    const [audit] = await ctx.db.select().from(audits);
    const left = (await ctx.db.select().from(snapshots)).map(({ hash }) => hash);
    expect(before).toHaveLength(3);
    expect(left).toHaveLength(2);
    expect(left).toContain(audit?.bodyHash);
  });
});
