import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditPlaces, probeSites } from '../../jobs/audit-places.ts';
import { registerPlaces } from '../../src/audits/places.ts';
import { readStandings, rulesByHand } from '../../src/audits/standing.ts';
import { RULES } from '../../src/audits/rules/index.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

const DAY = 24 * 3_600_000;

let stage: AuditStage;
let itemId: string;
beforeEach(async () => {
  stage = await openAuditStage();
  itemId = await stage.world.approve({ type: 'news', column: 'zwdt', title: TITLE, body: BODY });
  await stage.world.settle(itemId);
  await registerPlaces(stage.world.ctx);
});
afterEach(() => stage.close());

const look = async (): Promise<void> => {
  while ((await auditPlaces(stage.world.ctx, stage.options)) > 0);
};
const of = async (rule: string) => (await readStandings(stage.world.ctx)).filter((each) => each.rule === rule);

describe('where the office stands', () => {
  it('is told of nothing before anything was looked at', async () => {
    expect(await readStandings(stage.world.ctx)).toEqual([]);
  });

  it('counts the days a home page has left, then says what is reached, the worst first', async () => {
    await look();
    expect(await of('V-S3')).toMatchObject([{ level: null, levelName: '在规定之内', value: 0, daysLeft: 7 }]);
    await stage.world.advance(9 * DAY);
    await look();
    expect(await of('V-S3')).toMatchObject([
      { level: 'warn', value: 9, daysLeft: 5, channel: 'channel', bounds: '7 天起提醒，14 天起单项否决' },
    ]);
    await stage.world.advance(6 * DAY);
    await look();
    const [worst] = await readStandings(stage.world.ctx);
    expect(worst).toMatchObject({ level: 'veto', levelName: '单项否决' });
    expect(await of('V-S3')).toMatchObject([{ level: 'veto', value: 15, daysLeft: null }]);
  });

  it('takes the ten days of a province only where the office says so', async () => {
    await stage.world.advance(11 * DAY);
    await look();
    expect(await of('V-S3')).toMatchObject([{ level: 'warn' }]);
    const strict = { ...stage.world.ctx, rules: { tenDays: true, confirmed: new Set<string>() } };
    const [home] = (await readStandings(strict)).filter(({ rule }) => rule === 'V-S3');
    expect(home).toMatchObject({ level: 'fail' });
  });

  it('counts the copies that have what an inspection counts, as long as they have it', async () => {
    await look();
    expect(await of('D-D5')).toMatchObject([{ level: null, value: 0 }]);
    const { url } = await stage.look(itemId);
    stage.edit(url, '<meta name="ArticleTitle"', '<meta name="ArticleTitel"');
    await stage.look(itemId);
    expect(await stage.kinds()).toEqual(['tags']);
    expect(await of('D-D5')).toMatchObject([{ value: 1, text: expect.stringContaining('网页标签') }]);
    stage.edit(url, '<meta name="ArticleTitel"', '<meta name="ArticleTitle"');
    await stage.look(itemId);
    expect(await of('D-D5')).toMatchObject([{ level: null, value: 0 }]);
  });

  it('says how many visits failed as soon as a day of them is there', async () => {
    await look();
    expect(await of('V-S2.early')).toEqual([]);
    rmSync(stage.file('http://platform.test/base/'), { force: true, recursive: true });
    for (let visit = 0; visit < 24; visit += 1) {
      await stage.world.advance(75 * 60_000);
      await probeSites(stage.world.ctx, stage.options);
    }
    expect(await of('V-S2.early')).toMatchObject([{ level: 'warn', value: 1 }]);
  });
});

describe('what is left to a person', () => {
  it('is every rule that nothing measures, and none that something does', async () => {
    await look();
    const byHand = new Set(rulesByHand().map(({ rule }) => rule));
    expect(byHand.size).toBeGreaterThan(15);
    expect((await readStandings(stage.world.ctx)).filter(({ rule }) => byHand.has(rule))).toEqual([]);
    expect(RULES.filter(({ id, automatic }) => automatic === 'full' && byHand.has(id))).toEqual([]);
  });
});
