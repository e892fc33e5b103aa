import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { PUSH_SECRET } from '../../../adapters/guide-feed/sandbox/signature.ts';
import { signMessage } from '../../../adapters/guide-feed/webhook.ts';
import { BASE, ID, openWorld, receiptAt, render, showsOf, withdrawal } from './world.ts';

describe('a push', () => {
  const push = { pushUrl: `${BASE}/push`, pushSecret: PUSH_SECRET };

  it('wakes the consumer, which shows the change at once: live in the first run, and gone in the first', async () => {
    const world = openWorld(push);
    expect(await guideFeed.publish(render(1, ID), world.io())).toEqual(receiptAt(ID, 1));
    expect(await guideFeed.update?.(receiptAt(ID, 1), render(2, ID), world.io())).toEqual(receiptAt(ID, 3));
    expect(await guideFeed.withdraw(receiptAt(ID, 3), withdrawal, world.io())).toEqual({ state: 'gone' });
    expect(showsOf(world.sandbox.effects())).toEqual(['show 1', 'show 3', 'hide 4']);
  });

  it('is sent once per action, however often the run begins anew', async () => {
    const world = openWorld(push);
    world.state.feedStatus = 503;
    const steps = new Map();
    const sent: (readonly string[])[] = [];
    for (const _ of [1, 2]) {
      const io = world.io(steps);
      expect(await guideFeed.publish(render(1, ID), io)).toMatchObject({ state: 'in-review' });
      sent.push(io.effects.filter((effect) => effect.startsWith('fetch:POST')));
    }
    expect(sent).toEqual([['fetch:POST /base/push'], []]);
  });

  it.each([
    ['refuses the signature', { ...push, pushSecret: 'whsec_b3RoZXI=' }, 'HTTP 401'],
    ['does not answer', { ...push, pushUrl: 'http://nobody.test/' }, 'no answer: TypeError'],
  ])('that the consumer %s fails nothing: it pulls later', async (_, given, answer) => {
    const world = openWorld(given);
    const steps = new Map();
    const io = world.io(steps);
    expect(await guideFeed.publish(render(1, ID), io)).toMatchObject({ state: 'in-review' });
    expect(io.steps.get('push')).toMatchObject({ state: 'done', value: expect.stringContaining(answer) });
    await world.sandbox.tick();
    expect(await guideFeed.publish(render(1, ID), world.io(steps))).toEqual(receiptAt(ID, 1));
  });

  it('is not sent without an address or without a key', async () => {
    for (const given of [{ pushUrl: push.pushUrl }, { pushSecret: PUSH_SECRET }]) {
      const io = openWorld(given).io();
      await guideFeed.publish(render(1, ID), io);
      expect(io.effects).not.toContain('step:push');
    }
  });

  it('that is old, changed or unsigned makes the consumer do nothing', async () => {
    const world = openWorld();
    await guideFeed.publish(render(1, ID), world.io());
    const hear = (body: string, headers: Record<string, string>) =>
      world.sandbox.fetch(new Request(`${BASE}/push`, { method: 'POST', body, headers }));
    const signed = signMessage({ id: 'guide_1', at: world.now(), body: '{}' }, PUSH_SECRET);
    expect((await hear('{"id":1}', signed)).status).toBe(401);
    expect((await hear('{}', {})).status).toBe(401);
    world.advance(301_000);
    expect((await hear('{}', signed)).status).toBe(401);
    expect(world.sandbox.effects()).toEqual([]);
    const fresh = signMessage({ id: 'guide_1', at: world.now(), body: '{}' }, PUSH_SECRET);
    const rotated = { ...fresh, 'webhook-signature': `v1,AAAA ${fresh['webhook-signature']}` };
    expect((await hear('{}', rotated)).status).toBe(204);
    expect(showsOf(world.sandbox.effects())).toEqual(['show 1']);
  });

  it('is signed as the example of the Standard Webhooks documentation', () => {
    const message = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
    };
    expect(signMessage(message, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is taken by the library of Standard Webhooks, unless a byte was changed', () => {
    const message = { id: 'guide_1_3', at: new Date(), body: '{"type":"guide.changed","data":{"title":"社保"}}' };
    const oracle = new Webhook(PUSH_SECRET);
    const headers = signMessage(message, PUSH_SECRET);
    expect(oracle.verify(message.body, headers)).toEqual(JSON.parse(message.body));
    expect(headers['webhook-signature']).toBe(oracle.sign(message.id, message.at, message.body));
    expect(() => oracle.verify(`${message.body} `, headers)).toThrow(/signature/i);
  });

  it('looks in the README as it is', () => {
    const readme = readFileSync(new URL('../../../adapters/guide-feed/README.md', import.meta.url), 'utf8');
    const [, head = '', body = ''] = /```http\nPOST \/push\n([\s\S]*?)\n\n(.*)\n```/.exec(readme) ?? [];
    const headers = Object.fromEntries(head.split('\n').map((line) => line.split(': ')));
    const secret = /whsec_\w{20,}/.exec(readme)?.[0] ?? '';
    const { timestamp } = JSON.parse(body) as { timestamp: string };
    const signed = signMessage({ id: headers['webhook-id'] ?? '', at: new Date(timestamp), body }, secret);
    expect(headers).toEqual({ 'content-type': 'application/json', ...signed });
  });
});
