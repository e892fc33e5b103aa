import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditPlaces } from '../../../jobs/audit-places.ts';
import { registerPlaces } from '../../../src/audits/places.ts';
import { openClerkStage, type ClerkStage } from '../../support/clerk.ts';

const PATH = '/console/findings/rules';
const DAY = 24 * 3_600_000;

let stage: ClerkStage;
beforeAll(async () => {
  stage = await openClerkStage();
});
afterAll(() => stage.close());

const look = async (): Promise<void> => {
  while ((await auditPlaces(stage.world.ctx, stage.options)) > 0);
};
const shown = async (): Promise<string> => {
  const browser = await stage.signedIn('clerk');
  return (await browser.get(PATH)).html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
};

describe.sequential('考核指标', () => {
  it('says what to do while nothing was looked at, and what only a person can check', async () => {
    const text = await shown();
    expect(text).toContain('还没有巡检过首页、栏目和账号');
    expect(text).toContain('疑似泄露国家秘密');
  });

  it('shows how far each is from its bounds, with the source, and a veto before all else', async () => {
    await registerPlaces(stage.world.ctx);
    await look();
    expect(await shown()).toMatch(/首页：今天有更新（首页不更新），还有 7 天 界线：7 天起提醒，14 天起单项否决/);
    await stage.world.advance(15 * DAY);
    await look();
    const text = await shown();
    expect(text).toMatch(/依据 ▲ 单项否决 首页：15 天没有更新（首页不更新）/);
    expect(text).toContain('国办秘函〔2019〕19号');
  });

  it('is reached from the list of findings', async () => {
    const browser = await stage.signedIn('clerk');
    expect((await browser.get('/console/findings')).html).toContain(`href="${PATH}"`);
  });
});
