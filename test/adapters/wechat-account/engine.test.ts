import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wechatAccount } from '../../../adapters/wechat-account/index.ts';
import { createWechatSandbox } from '../../../adapters/wechat-account/sandbox.ts';
import { openStage, type Stage } from '../../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ adapter: wechatAccount, createSandbox: createWechatSandbox });
});
afterAll(() => stage.close());
beforeEach(() => stage.world.advance(25 * 3_600_000));

const post = async (path: string, body: object): Promise<void> => {
  await stage.sandbox.fetch(
    new Request(`http://platform.test/base${path}`, { method: 'POST', body: JSON.stringify(body) }),
  );
};
const titled = (title: string) => ({ title, body: '<p>正文。</p>' });

describe('with the engine', () => {
  it('a correction gets out after the platform refused the first version in review', async () => {
    const { world } = stage;
    await post('/__switches', { publishStatus: 4 });
    const itemId = await world.approve(titled('初稿'));
    expect(await world.settle(itemId)).toMatchObject({ status: 'refused', faultText: expect.stringMatching(/审核/) });
    await post('/__switches', { publishStatus: 0 });
    await world.approve(titled('改稿'), { itemId });
    expect(await world.settle(itemId)).toMatchObject({ status: 'live', actualRevision: 2 });
  });

  it('a withdrawal settles after the platform refused the version in review', async () => {
    const { world } = stage;
    await post('/__switches', { publishStatus: 4 });
    const itemId = await world.approve(titled('初稿'));
    await world.settle(itemId);
    await post('/__switches', { publishStatus: 0 });
    await world.withdraw(itemId);
    expect(await world.settle(itemId)).toMatchObject({ status: 'withdrawn' });
  });

  it('the channel rests while the whitelist lacks our address, and goes on when it is mended', async () => {
    const { world } = stage;
    await world.advance(3 * 3_600_000);
    await post('/__faults', { call: 'stable_token', errcode: 40164, times: 2 });
    const itemId = await world.approve(titled('白名单'));
    await world.run(itemId);
    expect(await world.delivery(itemId)).toMatchObject({ status: 'retrying', fault: 'signed-out' });
    expect(await world.settle(itemId)).toMatchObject({ status: 'live', fault: null });
  });

  it('a busy platform at the submission leads to one article', async () => {
    const { world, sandbox } = stage;
    await post('/__faults', { call: 'freepublish/submit', lose: true });
    const itemId = await world.approve(titled('繁忙'));
    expect(await world.settle(itemId)).toMatchObject({ status: 'live' });
    const published = sandbox.effects().filter(({ effect, key }) => effect === 'published' && key.includes(itemId));
    expect(published).toHaveLength(1);
  });
});
