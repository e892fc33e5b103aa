import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { deliveries } from '../../../db/schema/index.ts';
import { deliveryQuerySchema, listDeliveries } from '../../../src/deliveries/list.ts';
import { receiveItem } from '../../../src/items/receive.ts';
import { buildRequest } from '../../support/factories.ts';
import { clerk, fakeChannel } from '../../support/fakes.ts';
import { openStaffWorld, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

let world: StaffWorld;
let office: StaffBrowser;
beforeAll(async () => {
  world = await openStaffWorld({ channels: [fakeChannel(), fakeChannel({ id: 'wechat', name: '明溪在线' })] });
  await world.user('office', ['office']);
  office = world.open();
  await office.signIn('office');
  for (let number = 1; number <= 5; number += 1)
    await receiveItem(world.ctx, buildRequest({ title: `第${number}号通知` }), clerk);
  await world.ctx.db
    .update(deliveries)
    .set({ status: 'refused', fault: 'refused', faultText: '标题含有敏感词' })
    .where(eq(deliveries.channelId, 'wechat'));
});
afterAll(() => world.close());

describe('分发', () => {
  it('lists by channel, status and cause, and pages by cursor without a gap', async () => {
    const found = await office.get('/console/deliveries?channel=wechat&status=refused&fault=refused');
    expect(found.html).toContain('第3号通知');
    expect(found.html).toContain('标题含有敏感词');
    expect(found.html).not.toContain('>待发布</span>');
    expect((await office.get('/console/deliveries?channel=portal&fault=refused')).html).toContain('没有符合条件的分发');
    for (const nonsense of ['status=nonsense', 'fault=x', 'cursor=junk'])
      expect((await office.get(`/console/deliveries?${nonsense}`)).status).toBe(422);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listDeliveries(world.ctx, deliveryQuerySchema.parse({ limit: 3, cursor }), clerk);
      seen.push(...page.rows.map(({ itemId, delivery }) => `${itemId} ${delivery.channel}`));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
  });

  it('retries what failed alike on one channel, with the number before anybody says yes', async () => {
    expect((await office.get('/console/deliveries')).html).toContain('明溪在线 · 内容被拒 · 5');
    const ask = await office.get('/console/deliveries/retry/wechat?fault=refused');
    expect(ask.html).toContain('重试 5 条');
    const done = await office.post('/console/deliveries/retry/wechat', { fault: 'refused' });
    expect(done.to).toBe('/console/deliveries?channel=wechat&notice=retried');
    expect((await office.get('/console/deliveries')).html).not.toContain('明溪在线 · 内容被拒');
    expect((await office.get('/console/deliveries/retry/wechat?fault=refused')).status).toBe(404);
    expect((await office.post('/console/deliveries/retry/wechat', { fault: 'x' })).status).toBe(404);
  });
});
