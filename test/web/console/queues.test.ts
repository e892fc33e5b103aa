import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outbox } from '../../../db/schema/index.ts';
import { openStage, type Stage } from '../../support/stage.ts';
import { portalColumn } from '../../../adapters/portal-column/index.ts';
import { createPortalSandbox } from '../../../adapters/portal-column/sandbox.ts';
import { staffOf } from '../../support/staff.ts';

const PATH = '/console/system/queues';
const plain = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ adapter: portalColumn, createSandbox: createPortalSandbox });
  await staffOf(stage.world.ctx).user('boss', ['admin']);
});
afterAll(() => stage.close());

/** The page as the administrator reads it, with the queues counting as told. */
const pageWith = async (queueCounts: typeof stage.world.ctx.queueCounts): Promise<string> => {
  const browser = staffOf({ ...stage.world.ctx, queueCounts }).open();
  await browser.signIn('boss');
  return plain((await browser.get(PATH)).html);
};

describe.sequential('系统 → 队列', () => {
  it('says that nothing waits', async () => {
    const page = await pageWith(() =>
      Promise.resolve([{ name: 'converge-channel', waiting: 7, active: 3, delayed: 1 }]),
    );
    expect(page).toContain('没有积压');
    expect(page).toContain('converge-channel 7 3 1');
    expect(page).toContain('发件箱是空的');
  });

  it('shows what is on its way, what is late, and the outbox by channel and job', async () => {
    await stage.world.approve({ title: '关于停水的通知' });
    await stage.world.ctx.db.insert(outbox).values({ deliveryId: randomUUID(), channelId: 'channel', job: 'audit' });
    expect(await pageWith(null)).toContain('待发布 1');
    await stage.world.advance(60_000);
    const page = await pageWith(null);
    expect(page).toContain('有 1 项逾期未动');
    expect(page).toMatch(/被测渠道 分发 1 0 2026-11-23/);
    expect(page).toMatch(/被测渠道 巡检 1 0 2026-11-23/);
  });

  it('stands without the queue', async () => {
    expect(await pageWith(() => Promise.reject(new Error('redis is away')))).toContain('此刻读不到队列的计数');
  });
});
