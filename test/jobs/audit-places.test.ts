import { readFileSync, rmSync } from 'node:fs';
import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { items, places, probes } from '../../db/schema/index.ts';
import { auditPlaces, probeSites } from '../../jobs/audit-places.ts';
import { askAudits, auditProgress } from '../../src/audits/ask.ts';
import { registerPlaces } from '../../src/audits/places.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';
import { clerk } from '../support/fakes.ts';

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
    expect(await stage.kinds()).not.toContain('stale');
  });

  it('that never carried anything are given fourteen days, then each is told as blank', async () => {
    await look();
    await stage.world.advance(13 * DAY);
    await look();
    expect(await stage.kinds()).not.toContain('empty');
    await stage.world.advance(2 * DAY);
    await look();
    expect((await told()).filter((line) => line.includes('empty'))).toEqual([
      'place:channel/column/bszn empty minor',
      'place:channel/column/tzgg empty minor',
      'place:channel/column/zcjd empty minor',
      'place:channel/column/zcwj empty minor',
      'place:channel/site empty minor',
    ]);
  });

  it('whose lines name no date are not updated, but not blank', async () => {
    const undated = (url: string): void => {
      const list = readFileSync(stage.file(url), 'utf8').replaceAll(/<time[^>]*>[^<]*<\/time>/g, '');
      stage.answers.set(url, () => new Response(list, { headers: { 'content-type': 'text/html; charset=utf-8' } }));
    };
    undated(`${HOME}zwdt/index.html`);
    await look();
    expect(await told()).toEqual(['place:channel/column/zwdt stale minor']);
  });
});

describe('a run over everything', () => {
  it('looks at every place anew, that over one item at none', async () => {
    const { ctx } = stage.world;
    await look();
    await stage.world.advance(1_000);
    const { since, places: many } = await askAudits(ctx, { actor: clerk });
    expect(many).toBe(6);
    expect(await auditProgress(ctx, since)).toEqual({ copies: 1, places: 6, done: 0 });
    await look();
    expect(await auditProgress(ctx, since)).toEqual({ copies: 1, places: 6, done: 6 });
    const [item] = await ctx.db.select().from(items);
    expect(await askAudits(ctx, { itemId: item?.id, actor: clerk })).toMatchObject({ copies: 1, places: 0 });
  });

  it('does not count a look that began before it', async () => {
    const { ctx } = stage.world;
    await look();
    await askAudits(ctx, { actor: clerk });
    let since: Date | undefined;
    const { lists } = stage.options;
    const read: typeof lists.read = async (url) => {
      await stage.world.advance(1_000);
      since ??= (await askAudits(ctx, { actor: clerk })).since;
      return lists.read(url);
    };
    await auditPlaces(ctx, { ...stage.options, lists: { ...lists, read } });
    expect(await auditProgress(ctx, since ?? new Date(0))).toMatchObject({ places: 6, done: 0 });
    await look();
    expect(await auditProgress(ctx, since ?? new Date(0))).toMatchObject({ places: 6, done: 6 });
  });

  it('counts a place once what was found there can be read', async () => {
    const { ctx } = stage.world;
    const { since } = await askAudits(ctx, { actor: clerk });
    const untold = {
      ...ctx,
      get rules(): never {
        throw new Error('no judge today');
      },
    };
    await expect(auditPlaces(untold, stage.options)).rejects.toThrow('no judge today');
    expect(await auditProgress(ctx, since)).toMatchObject({ places: 6, done: 0 });
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
      expect(await told()).toEqual(['place:channel/column/tzgg empty minor']);
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
