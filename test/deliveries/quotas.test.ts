import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Quota } from '../../adapters/contract.ts';
import { quotas } from '../../db/schema/index.ts';
import { nextBeijingMonth } from '../../src/core/time.ts';
import { quotaBoard, readSpent, spendQuota } from '../../src/deliveries/quotas.ts';
import { createTestDatabase, setClock, type TestDatabase } from '../support/database.ts';
import { source } from '../support/fakes.ts';

const HOUR = 3_600_000;
let database: TestDatabase;
let now = new Date('2026-11-23T01:00:00Z');
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.delete(quotas);
  await moveTo('2026-11-23T01:00:00Z');
});

const moveTo = async (at: string | Date): Promise<void> => {
  now = new Date(at);
  await setClock(database.db, now);
};
const spend = (quota: Omit<Quota, 'source'>, call = 'sendall', channelId = 'wechat') =>
  spendQuota(database.db, { channelId, call, quota: { ...quota, source }, now });
const refusal = (quota: Omit<Quota, 'source'>) =>
  spend(quota).then(
    () => null,
    (error: unknown) => error,
  );

describe('a daily quota', () => {
  it('is never exceeded, however many spend at the same time, and is fresh the next Beijing day', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 30 }, () => spend({ perDay: 10 })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await refusal({ perDay: 10 })).toMatchObject({
      fault: 'rate-limited',
      retryAt: new Date('2026-11-23T16:00:00Z'),
    });
    await moveTo('2026-11-23T16:00:00Z');
    expect(await refusal({ perDay: 10 })).toBeNull();
  });

  it('is one per channel and call', async () => {
    await spend({ perDay: 1 });
    await spend({ perDay: 1 }, 'delete');
    await spend({ perDay: 1 }, 'sendall', 'another');
    expect(await refusal({ perDay: 1 })).toMatchObject({ fault: 'rate-limited' });
  });
});

describe('a monthly quota', () => {
  const quota = { name: '群发', perDay: 100, perMonth: 4 };

  it('counts the days of the Beijing month together, and says so in Chinese', async () => {
    for (let day = 0; day < 4; day += 1) {
      await spend(quota);
      await moveTo(new Date(now.getTime() + 24 * HOUR));
    }
    expect(await refusal(quota)).toMatchObject({
      message: '本月的“群发”次数已用完（每月 4 次），下月一日自动继续',
      retryAt: new Date('2026-11-30T16:00:00Z'),
    });
    await moveTo('2026-11-30T16:00:00Z');
    expect(await refusal(quota)).toBeNull();
  });

  it('holds against many spending at the same time', async () => {
    await spend(quota);
    await moveTo(new Date(now.getTime() + 24 * HOUR));
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => spend(quota)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  it('begins anew after December, too', () => {
    expect(nextBeijingMonth(new Date('2026-12-31T15:59:59Z'))).toEqual(new Date('2026-12-31T16:00:00Z'));
    expect(nextBeijingMonth(new Date('2026-12-31T16:00:00Z'))).toEqual(new Date('2027-01-31T16:00:00Z'));
  });
});

describe('the quota board', () => {
  it('tells what is used and what is left, the scarcest first', async () => {
    await spend({ perDay: 100 }, 'submit');
    await moveTo(new Date(now.getTime() + 24 * HOUR));
    await spend({ perDay: 100 }, 'submit');
    await spend({ perDay: 100 }, 'sendall');
    const limits = {
      submit: { name: '发布', perDay: 100, source },
      sendall: { perDay: 100, perMonth: 4, source },
      delete: { perDay: 10, source },
    };
    expect(quotaBoard(limits, (await readSpent(database.db)).get('wechat'))).toEqual([
      {
        call: 'sendall',
        name: 'sendall',
        perDay: 100,
        usedToday: 1,
        perMonth: 4,
        usedThisMonth: 1,
        leftToday: 3,
      },
      {
        call: 'delete',
        name: 'delete',
        perDay: 10,
        usedToday: 0,
        perMonth: null,
        usedThisMonth: null,
        leftToday: 10,
      },
      {
        call: 'submit',
        name: '发布',
        perDay: 100,
        usedToday: 1,
        perMonth: null,
        usedThisMonth: null,
        leftToday: 99,
      },
    ]);
  });

  it('is full where nothing was spent', () => {
    expect(quotaBoard({ delete: { perDay: 10, source } }, undefined)).toMatchObject([{ usedToday: 0, leftToday: 10 }]);
  });
});
