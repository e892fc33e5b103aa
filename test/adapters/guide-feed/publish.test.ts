import { describe, expect, it } from 'vitest';
import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { feedPageSchema } from '../../../adapters/guide-feed/schema.ts';
import { BASE, faultOf, ID, openWorld, receiptAt, render, showsOf, withdrawal } from './world.ts';

describe('live', () => {
  it('is only what the consumer shows, not what the feed holds', async () => {
    const world = openWorld();
    const steps = new Map();
    expect(await guideFeed.publish(render(1, ID), world.io(steps))).toMatchObject({
      state: 'in-review',
      remoteId: `${ID}@1`,
    });
    expect(world.feed.entries).toHaveLength(1);
    await world.sandbox.tick();
    expect(await guideFeed.publish(render(1, ID), world.io(steps))).toEqual(receiptAt(ID, 1));
    expect(world.feed.entries).toHaveLength(1);
  });

  it('is looked for ever less often, at most hourly, and a person is told after two days', async () => {
    const world = openWorld();
    const steps = new Map();
    const waits: number[] = [];
    for (;;) {
      const receipt = await faultOf(
        guideFeed.publish(render(1, ID), world.io(steps)).then((answer) => {
          const wait = Date.parse('checkAt' in answer ? answer.checkAt : '') - world.now().getTime();
          waits.push(wait);
          world.advance(wait);
        }),
      );
      if (receipt === null) continue;
      expect(receipt).toMatchObject({ fault: 'unavailable', message: expect.stringContaining('48 小时') });
      break;
    }
    expect(waits[0]).toBe(2_000);
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
    expect(Math.max(...waits)).toBe(3_600_000);
    expect(waits.length).toBeLessThan(80);
  });

  it('of a correction is only the corrected version', async () => {
    const world = openWorld();
    await guideFeed.publish(render(1, ID), world.io());
    await world.sandbox.tick();
    const steps = new Map();
    const corrected = render(2, ID, '0598-2');
    expect(await guideFeed.update?.(receiptAt(ID, 1), corrected, world.io(steps))).toMatchObject({
      state: 'in-review',
    });
    await world.sandbox.tick();
    expect(await guideFeed.update?.(receiptAt(ID, 1), corrected, world.io(steps))).toEqual(receiptAt(ID, 3));
    expect((await guideFeed.locate(corrected, null, world.io()))?.text).toContain('0598-2');
  });

  it.each([
    ['is down', () => new Response('', { status: 502 })],
    ['shows a verification wall', () => new Response('<h1>请完成验证</h1>')],
    [
      'shows another guide',
      () => new Response('<meta name="guide-id" content="x"><meta name="guide-version" content="1">'),
    ],
    ['sends megabytes', () => new Response('x'.repeat(3_000_000))],
  ])('is unknown while the consumer %s', async (_, answer) => {
    const world = openWorld();
    world.state.pageAnswer = answer();
    expect(await faultOf(guideFeed.publish(render(1, ID), world.io()))).toMatchObject({ fault: 'unavailable' });
  });
});

describe('a withdrawal', () => {
  it('leaves a tombstone, and ends when the consumer no longer shows the guide', async () => {
    const world = openWorld();
    await guideFeed.publish(render(1, ID), world.io());
    await world.sandbox.tick();
    const steps = new Map();
    const withdraw = () => guideFeed.withdraw(receiptAt(ID, 1), withdrawal, world.io(steps));
    expect(await withdraw()).toMatchObject({ state: 'in-review' });
    expect(world.feed.entries.at(-1)).toEqual({ itemId: ID, version: 2, body: null });
    await world.sandbox.tick();
    expect(await withdraw()).toEqual({ state: 'gone' });
    expect(await guideFeed.locate(render(1, ID), null, world.io())).toBeNull();
    const page = await world.sandbox.fetch(new Request(`${BASE}/guide/${ID}`));
    expect([page.status, await page.text()]).toEqual([410, expect.not.stringContaining('0598-1')]);
  });

  it('gives way to the next revision', async () => {
    const world = openWorld();
    await guideFeed.publish(render(1, ID), world.io());
    await guideFeed.withdraw(receiptAt(ID, 1), withdrawal, world.io());
    await guideFeed.publish(render(2, ID), world.io());
    await world.sandbox.tick();
    expect(showsOf(world.sandbox.effects())).toEqual(['show 1', 'hide 2', 'show 3']);
  });
});

describe('an old version', () => {
  it('is refused by the feed once a newer one or a tombstone is there', async () => {
    const world = openWorld();
    await guideFeed.publish(render(2, ID), world.io());
    expect(await faultOf(guideFeed.publish(render(1, ID), world.io()))).toMatchObject({ fault: 'refused' });
    await guideFeed.withdraw(receiptAt(ID, 3), withdrawal, world.io());
    expect(await faultOf(guideFeed.publish(render(2, ID), world.io()))).toMatchObject({ fault: 'refused' });
    expect(world.feed.entries.map(({ version }) => version)).toEqual([3, 4]);
  });
});

describe('the consumer', () => {
  const fill = async (world: ReturnType<typeof openWorld>, count: number): Promise<void> => {
    for (let at = 0; at < count; at += 1) {
      await guideFeed.publish(
        render(1, `0c0c9f3e-6f43-4f2b-9d0f-3f0d6a4f7a${String(at).padStart(2, '0')}`),
        world.io(),
      );
    }
  };

  it('follows the pages to the end, then asks with its cursor and ETag and is told that nothing changed', async () => {
    const world = openWorld();
    await fill(world, 5);
    for (const _ of [1, 2, 3]) await world.sandbox.tick();
    expect(world.sandbox.effects()).toHaveLength(5);
    expect(world.calls).toEqual([
      '?limit=100',
      '?limit=100&cursor=2',
      '?limit=100&cursor=4',
      '?limit=100&cursor=5',
      '?limit=100&cursor=5 "5"',
    ]);
  });

  it('shows nothing twice however often it starts anew', async () => {
    const world = openWorld();
    await fill(world, 3);
    await Promise.all([world.sandbox.tick(), world.sandbox.tick()]);
    await world.sandbox.tick();
    expect(new Set(world.sandbox.effects().map(({ key }) => key)).size).toBe(world.sandbox.effects().length);
  });

  it('keeps what it shows while the feed is down, says so, and goes on after', async () => {
    const world = openWorld();
    await fill(world, 1);
    await world.sandbox.tick();
    world.state.feedStatus = 503;
    await fill(world, 2);
    await world.sandbox.tick();
    const list = () => Promise.resolve(world.sandbox.fetch(new Request(`${BASE}/`))).then((page) => page.text());
    expect(await list()).toMatch(/全部指南（1）[\s\S]*上次同步未成功/);
    world.state.feedStatus = 200;
    await world.sandbox.tick();
    expect(await list()).toMatch(/全部指南（2）/);
    expect(await list()).not.toContain('上次同步未成功');
  });

  it('would refuse a page that breaks the contract', () => {
    const body = JSON.parse(render(1, ID).body) as Record<string, unknown>;
    const page = (guide: unknown) => ({
      entries: [{ id: ID, version: 1, updatedAt: '2026-11-23T02:00:00.000Z', state: 'live', guide }],
      next: '1',
      hasMore: false,
    });
    expect(feedPageSchema.safeParse(page(body)).success).toBe(true);
    expect(feedPageSchema.safeParse(page({ ...body, phone: null })).success).toBe(false);
  });
});
