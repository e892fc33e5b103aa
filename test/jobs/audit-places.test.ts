import { rmSync } from 'node:fs';
import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { places, probes } from '../../db/schema/index.ts';
import { auditPlaces, probeSites } from '../../jobs/audit-places.ts';
import { registerPlaces } from '../../src/audits/places.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

const DAY = 24 * 3_600_000;
const HOME = 'http://platform.test/base/';

let stage: AuditStage;
beforeEach(async () => {
  stage = await openAuditStage();
  const itemId = await stage.world.approve({ type: 'news', column: 'zwdt', title: TITLE, body: BODY });
  await stage.world.settle(itemId);
  await registerPlaces(stage.world.ctx);
});
afterEach(() => stage.close());

const look = async (): Promise<void> => {
  while ((await auditPlaces(stage.world.ctx, stage.options)) > 0);
};
const told = async () =>
  (await stage.open()).map(({ subject, kind, severity }) => `${subject} ${kind} ${severity}`).toSorted();

describe('columns and home page', () => {
  it('that are fresh are no finding; a column nobody can read is none either', async () => {
    await look();
    expect(await stage.open()).toEqual([]);
    const rows = await stage.world.ctx.db.select().from(places).orderBy(asc(places.id));
    expect(rows.map(({ id, entries }) => [id, entries])).toEqual([
      ['channel/column/bszn', null],
      ['channel/column/tzgg', null],
      ['channel/column/zcjd', null],
      ['channel/column/zcwj', null],
      ['channel/column/zwdt', 1],
      ['channel/home/home', expect.any(Number)],
    ]);
  });

  it('without anything new are told early, and are a veto after fourteen days; something new ends it', async () => {
    await look();
    await stage.world.advance(8 * DAY);
    await look();
    expect(await told()).toEqual(['place:channel/column/zwdt stale minor', 'place:channel/home/home stale minor']);
    await stage.world.advance(7 * DAY);
    await look();
    expect(await told()).toContain('place:channel/home/home stale critical');
    const fresh = await stage.world.approve({ type: 'news', column: 'zwdt', title: `又一篇${TITLE}`, body: BODY });
    await stage.world.settle(fresh);
    await stage.world.advance(DAY);
    await look();
    expect(await stage.open()).toEqual([]);
  });
});

describe('a column whose articles are all gone', () => {
  it.each(['an empty page', 'no page at all'])(
    'is told as empty, shown as %s, until it has one again',
    async (shown) => {
      const other = await stage.world.approve({ title: TITLE, body: BODY });
      await stage.world.settle(other);
      await look();
      expect(await stage.open()).toEqual([]);
      await stage.world.withdraw(other);
      await stage.world.settle(other);
      if (shown === 'no page at all') rmSync(stage.file(`${HOME}tzgg/index.html`), { force: true });
      await stage.world.advance(DAY);
      await look();
      expect(await told()).toEqual(['place:channel/site empty minor']);
      await stage.world.settle(await stage.world.approve({ title: `再发${TITLE}`, body: BODY }));
      await stage.world.advance(DAY);
      await look();
      expect(await stage.open()).toEqual([]);
    },
  );
});

describe('visits to a home page', () => {
  it('come twenty a day, and a site that does not open is told', async () => {
    const visitFor = async (hours: number): Promise<void> => {
      for (let hour = 0; hour < hours; hour += 1) {
        await probeSites(stage.world.ctx, stage.options);
        await stage.world.advance(70 * 60_000);
      }
    };
    await visitFor(25);
    expect(await stage.open()).toEqual([]);
    stage.answers.set(HOME, () => new Response('', { status: 502 }));
    await visitFor(5);
    expect(await told()).toEqual(['place:channel/home/home site-unreachable minor']);
    expect(await stage.world.ctx.db.$count(probes)).toBe(30);
  });
});
