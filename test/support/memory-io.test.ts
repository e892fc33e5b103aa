import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../src/core/faults.ts';
import { KILL_MODES } from './killer.ts';
import { Crashed, createMemoryIo } from './memory-io.ts';

const clock = () => new Date('2026-11-23T08:00:00Z');
const refused = (action: Promise<unknown>): Promise<unknown> =>
  action.then(() => null).catch((error: unknown) => error);

describe('memory io', () => {
  it('answers a finished step from memory in the next run', async () => {
    let runs = 0;
    const steps = new Map();
    for (const _ of [1, 2])
      expect(await createMemoryIo({ settings: {}, clock, steps }).step('send', async () => (runs += 1), 'repeat')).toBe(
        1,
      );
    expect(steps.get('send')).toEqual({ state: 'done', beganAt: clock(), value: 1 });
  });

  it.each(KILL_MODES)('settles an effect that ended badly (%s) as its ifLost says', async (mode) => {
    const steps = new Map();
    const sent: string[] = [];
    const send = (crash?: { at: number; mode: typeof mode }) =>
      createMemoryIo({ settings: {}, clock, steps, ...(crash ? { crash } : {}) }).step(
        'send',
        async () => `sent ${sent.push('sent')}`,
        async () => (sent.length > 0 ? 'found' : null),
      );
    expect(await refused(send({ at: 1, mode }))).toBeInstanceOf(mode === 'lost' ? ChannelError : Crashed);
    expect(await send()).toBe(mode === 'before' ? 'sent 1' : 'found');
    expect(sent).toHaveLength(1);
  });

  it('does nothing more once it is dead', async () => {
    const io = createMemoryIo({ settings: {}, clock, crash: { at: 1, mode: 'after' } });
    expect(await refused(io.step('one', async () => 1, 'repeat'))).toBeInstanceOf(Crashed);
    expect(await refused(io.step('two', async () => 2, 'repeat'))).toBeInstanceOf(Crashed);
    expect([...io.steps]).toEqual([['one', { state: 'began', beganAt: clock() }]]);
  });

  it('counts calls per Beijing day and refuses the one too many until the next', async () => {
    const source = { document: 'test', checkedOn: '2026-11-23', certainty: 'design' as const };
    const io = createMemoryIo({ settings: {}, clock, quotas: { submit: { perDay: 1, source } } });
    await io.spend('submit');
    expect(await refused(io.spend('submit'))).toMatchObject({
      fault: 'rate-limited',
      retryAt: new Date('2026-11-23T16:00:00Z'),
    });
  });

  it('names every call and step in order', async () => {
    const io = createMemoryIo({ settings: {}, clock, fetch: async () => new Response('ok') });
    await io.step('send', () => io.fetch('http://x.test/a?b=1', { method: 'POST' }).then((r) => r.text()), 'repeat');
    expect(io.effects).toEqual(['step:send', 'fetch:POST /a?b=1']);
  });

  it('refuses an older feed entry and takes the same one once', async () => {
    const { feed } = createMemoryIo({ settings: {}, clock });
    for (const version of [1, 2, 2]) await feed.put({ itemId: 'a', version, body: null });
    expect(await refused(feed.put({ itemId: 'a', version: 1, body: null }))).toMatchObject({ fault: 'refused' });
    expect(feed.entries.map(({ version }) => version)).toEqual([1, 2]);
  });
});
