import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guideFeed } from '../../adapters/guide-feed/index.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { fakeChannel } from '../support/fakes.ts';
import { readRollups, rollAll, storeSite } from '../support/reach-site.ts';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four bytes').toString('base64')}`;

let app: TestApp;
let itemId: string;
beforeAll(async () => {
  const settings = { pushSecret: SECRET, consumerUrl: 'https://esm.test/guide/{id}' };
  app = await openApp({
    channels: [fakeChannel({ id: 'portal' }), fakeChannel({ id: 'esm', adapter: guideFeed, settings })],
  });
  [itemId = ''] = (await storeSite(app.ctx.db, 1)).itemIds;
});
afterAll(() => app.close());

const report = (day: string, views: number, change: (body: string) => string = (body) => body): Promise<Response> => {
  const at = new Date();
  const body = JSON.stringify({
    type: 'guide.views',
    timestamp: at.toISOString(),
    data: { day, guides: [{ id: itemId, views }] },
  });
  const headers = {
    'webhook-id': 'm1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(SECRET).sign('m1', at, body),
  };
  return app.call('POST', '/reach/esm/report', { bytes: change(body), headers, key: null });
};

describe('a consumer’s report', () => {
  it('counts, and replaces what it said of the day before', async () => {
    expect((await report('2026-03-01', 12)).status).toBe(204);
    expect((await report('2026-03-01', 15)).status).toBe(204);
    await rollAll(app.ctx.db);
    const totals = await readRollups(app.ctx.db, 'consumer');
    expect(totals.get(`item ${itemId} reported-views day 2026-03-01`)).toBe(15);
    expect(totals.get('channel esm reported-views month 2026-03-01')).toBe(15);
  });

  it('is refused unsigned, changed, of a day that is not over, or where nobody reports', async () => {
    expect((await report('2026-03-02', 12, (body) => body.replace('12', '13'))).status).toBe(401);
    expect((await app.call('POST', '/reach/esm/report', { bytes: '{}', key: null })).status).toBe(401);
    expect((await report('2999-01-01', 12)).status).toBe(400);
    expect((await app.call('POST', '/reach/portal/report', { bytes: '{}', key: null })).status).toBe(404);
  });
});
