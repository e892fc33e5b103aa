import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wechatAccount } from '../../adapters/wechat-account/index.ts';
import { createWechatSandbox } from '../../adapters/wechat-account/sandbox.ts';
import { auditPlaces } from '../../jobs/audit-places.ts';
import { askAudits } from '../../src/audits/ask.ts';
import { registerPlaces } from '../../src/audits/places.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';
import { clerk } from '../support/fakes.ts';

const DAY = 24 * 3_600_000;

let stage: AuditStage;
let itemId: string;
beforeEach(async () => {
  stage = await openAuditStage({ adapter: wechatAccount, createSandbox: createWechatSandbox });
  itemId = await stage.world.approve({ type: 'news', column: 'zwdt', title: TITLE, body: BODY });
  await stage.world.settle(itemId);
  await registerPlaces(stage.world.ctx);
});
afterEach(() => stage.close());

const ask = () => askAudits(stage.world.ctx, { actor: clerk });
const lookAtAccount = () => auditPlaces(stage.world.ctx, stage.options);
const ageArticle = async (days: number): Promise<void> => {
  const { url } = await stage.world.delivery(itemId);
  const page = url?.split('/').at(-1);
  const body = JSON.stringify({ page, age: days * DAY });
  const headers = { 'content-type': 'application/json' };
  await stage.sandbox.fetch(new Request('http://platform.test/base/__hand', { method: 'POST', headers, body }));
};

describe('an account', () => {
  it('is as fresh as the newest article that its readers see, by the day the page itself shows', async () => {
    await stage.look(itemId);
    await ask();
    await lookAtAccount();
    expect(await stage.open()).toEqual([]);
    await ageArticle(20);
    await stage.look(itemId);
    await ask();
    await stage.look(itemId);
    await lookAtAccount();
    expect(await stage.open()).toMatchObject([
      { subject: 'place:channel/account/account', kind: 'stale', severity: 'critical' },
    ]);
  });

  it('is judged after the copies of a run, which it does not wait for longer than ten minutes', async () => {
    await ask();
    expect(await lookAtAccount()).toBe(0);
    await stage.look(itemId);
    expect(await lookAtAccount()).toBe(1);
    await ask();
    await stage.world.advance(11 * 60_000);
    expect(await lookAtAccount()).toBe(1);
  });
});
