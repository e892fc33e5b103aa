import { asc, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audits, dbNow, events, hosts, outbox } from '../../db/schema/index.ts';
import { auditCopy } from '../../jobs/audit-copy.ts';
import { claimAudit } from '../../src/audits/claim.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

const MANY = 4;
const PACE_MS = 2_000;

let stage: AuditStage;
let ids: string[];
let urls: string[];

beforeEach(async () => {
  stage = await openAuditStage();
  [ids, urls] = [[], []];
  for (let n = 0; n < MANY; n += 1) {
    const itemId = await stage.world.approve({ title: `${TITLE}（${n}）`, body: BODY });
    const { id, url } = await stage.world.settle(itemId);
    ids.push(id);
    urls.push(url ?? '');
  }
  await stage.world.advance(60_000);
  await stage.world.ctx.db.delete(outbox);
});
afterEach(() => stage.close());

const claimAll = (paceMs: number) => Promise.all(ids.map((id) => claimAudit(stage.world.ctx.db, id, () => paceMs)));
const rows = () => stage.world.ctx.db.select().from(audits).orderBy(asc(audits.nextLookAt));
const lookAtAll = async (): Promise<void> => {
  await stage.world.advance(60_000);
  await stage.world.ctx.db.update(audits).set({ nextLookAt: dbNow });
  await Promise.all(ids.map((id) => auditCopy(stage.world.ctx, id, stage.options)));
};

describe('claims made at the same time', () => {
  it('each hold their own copy, and none is given twice', async () => {
    const claims = await claimAll(0);
    expect(claims.map((claim) => claim?.audit.url)).toEqual(urls);
    expect(claims.map((claim) => claim?.delivery.id)).toEqual(ids);
    expect(await claimAll(0)).toEqual(ids.map(() => null));
  });

  it('keep the pace of their host together: one leaves, each other is woken at a slot of its own', async () => {
    const claims = await claimAll(PACE_MS);
    const now = stage.world.now().getTime();
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    const waiting = (await rows()).flatMap(({ slotAt }) => (slotAt ? [slotAt.getTime() - now] : []));
    expect(waiting).toEqual([1, 2, 3].map((n) => n * PACE_MS));
    const wakes = await stage.world.ctx.db.select().from(outbox).orderBy(asc(outbox.dueAt));
    expect(wakes.map(({ dueAt }) => dueAt.getTime() - now)).toEqual(waiting);
  });

  it('wait for a person, all of them, where their host is stopped', async () => {
    await claimAll(0);
    await stage.world.ctx.db.update(hosts).set({ brakedAt: dbNow });
    await stage.world.ctx.db.update(audits).set({ claimedUntil: null });
    expect(await claimAll(0)).toEqual(ids.map(() => null));
    expect((await rows()).map(({ nextLookAt }) => nextLookAt)).toEqual(ids.map(() => null));
  });
});

describe('looks recorded at the same time', () => {
  it('that find all well are told once each, and looked at less and less often', async () => {
    await lookAtAll();
    const first = await rows();
    expect(first.map(({ verdict, same, way }) => [verdict, same, way])).toEqual(ids.map(() => ['same', 1, 'words']));
    await lookAtAll();
    expect((await rows()).map(({ verdict, same, way }) => [verdict, same, way])).toEqual(
      ids.map(() => ['same', 2, 'bytes']),
    );
    const told = await stage.world.ctx.db.select().from(events).where(eq(events.kind, 'copy-audited'));
    expect(told.map(({ deliveryId }) => deliveryId ?? '').toSorted()).toEqual(ids.toSorted());
  });

  it('open and close the findings of the one that is not', async () => {
    await lookAtAll();
    const [url = ''] = urls;
    stage.edit(url, '120元', '130元');
    await lookAtAll();
    expect(await stage.open()).toMatchObject([{ kind: 'differs', deliveryId: ids[0] }]);
    stage.edit(url, '130元', '120元');
    await lookAtAll();
    expect(await stage.open()).toEqual([]);
    expect((await rows()).map(({ verdict }) => verdict)).toEqual(ids.map(() => 'same'));
  });
});
