import { describe, expect, it } from 'vitest';
import { ASK_AFTER_MS, FAILURES, outcomeOf } from '../../../adapters/wechat-account/outcome.ts';
import { publish } from '../../../adapters/wechat-account/publish.ts';
import { render } from '../../../adapters/wechat-account/render.ts';
import { begin, effects, failure, live, manuscriptOf, openAccount, type Account } from './support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const die = (): never => {
  throw new Error('killed');
};
const pollsOf = ({ calls }: Account): number => calls.filter((call) => call === 'freepublish/get').length;

describe('a publication', () => {
  it('waits for the platform’s word and takes the address the callback brings, without asking', async () => {
    const work = begin();
    expect(await work.run()).toMatchObject({ state: 'in-review', checkAt: '2026-11-23T01:02:00.000Z' });
    const receipt = await live(work);
    expect(receipt.url).toMatch(/^http:\/\/platform\.test\/wx\/s\/[\w-]{22}$/);
    expect(pollsOf(work.account)).toBe(0);
  });

  it('counts an event once, however often the platform sends it', async () => {
    const work = begin();
    await work.account.set('/__switches', { pushes: 3 });
    await work.run();
    for (let tick = 0; tick < 5; tick += 1) await work.account.advance(5_000);
    expect(work.account.answered).toEqual([200, 200, 200]);
    expect([...work.account.told.values()].map((events) => events.length)).toEqual([1]);
  });

  it('is told three times at most while our side does not answer', async () => {
    const work = begin({ hears: false });
    await work.run();
    for (let tick = 0; tick < 6; tick += 1) await work.account.advance(6_000);
    expect(work.account.answered).toEqual([503, 503, 503]);
  });

  it('asks, sparsely, when no callback comes', async () => {
    const work = begin({ hears: false });
    await work.run();
    await work.account.advance(MINUTE);
    expect(await work.run()).toMatchObject({ state: 'in-review' });
    expect(pollsOf(work.account)).toBe(0);
    await work.account.advance(MINUTE);
    expect(await work.run()).toMatchObject({ state: 'live' });
    expect(pollsOf(work.account)).toBe(1);
  });

  it.each([2, 3, 4])('that ends as %i is turned down, in words', async (publishStatus) => {
    const work = begin();
    await work.account.set('/__switches', { publishStatus });
    await work.run();
    await work.account.advance(5_000);
    expect(await work.run()).toEqual({ state: 'turned-down', reason: FAILURES[publishStatus] });
  });

  it('is refused at once, and its step forgotten, when the platform refuses the submission', async () => {
    const work = begin();
    await work.account.set('/__faults', { call: 'freepublish/submit', errcode: 48001 });
    expect(await failure(work.run())).toMatchObject({ fault: 'signed-out', message: /认证/ });
    expect([...work.steps.keys()]).not.toContain('submit');
    expect(await work.run()).toMatchObject({ state: 'in-review' });
    expect(effects(work.account, 'draft/add')).toBe(1);
  });

  it('goes through with links stripped by the platform, and with links refused', async () => {
    for (const links of ['strip', 'reject45166']) {
      const account = openAccount();
      await account.set('/__switches', { links });
      const body = '<p>见<a href="https://a.test/">公告</a>。</p>';
      const rendition = render(manuscriptOf({ body }), account.settings);
      expect(await publish(rendition, account.io())).toMatchObject({ state: 'in-review' });
    }
  });
});

describe('a lost answer to the submission', () => {
  const lose = async (work: ReturnType<typeof begin>): Promise<void> => {
    await work.account.set('/__faults', { call: 'freepublish/submit', lose: true });
    expect(await failure(work.run())).toMatchObject({ fault: 'outcome-unknown' });
  };

  it('leads to the article, at its permanent address, and to no second one', async () => {
    const work = begin({ hears: false });
    await lose(work);
    await work.account.advance(5_000);
    expect(await work.run()).toMatchObject({ state: 'live', url: expect.stringMatching(/\/s\/[\w-]{22}$/) });
    expect(effects(work.account, 'published')).toBe(1);
  });

  it('stays unknown while the platform may still be at it', async () => {
    const work = begin({ hears: false });
    await work.account.set('/__switches', { publishMs: HOUR });
    await lose(work);
    await work.account.advance(30 * MINUTE);
    expect(await failure(work.run())).toMatchObject({ fault: 'outcome-unknown' });
    await work.account.advance(31 * MINUTE);
    expect(await work.run()).toMatchObject({ state: 'live' });
    expect(effects(work.account, 'freepublish/submit')).toBe(1);
  });

  it('stays unknown while the draft is gone and the article not listed yet', async () => {
    const work = begin({ hears: false });
    await work.account.set('/__switches', { listedAfterMs: 5 * HOUR });
    await lose(work);
    await work.account.advance(5_000);
    await work.account.advance(3 * HOUR);
    expect(await failure(work.run())).toMatchObject({ fault: 'outcome-unknown' });
    await work.account.advance(3 * HOUR);
    expect(await work.run()).toMatchObject({ state: 'live' });
    expect(effects(work.account, 'published')).toBe(1);
  });

  it('is submitted again only when the draft is still there after two hours', async () => {
    const { account, steps, rendition, run } = begin();
    const dying = account.io({ steps, onEffect: ({ effect }) => (effect === 'step:submit' ? die() : undefined) });
    expect(await failure(publish(rendition, dying))).toMatchObject({ message: 'killed' });
    await account.advance(HOUR);
    expect(await failure(run())).toMatchObject({ fault: 'outcome-unknown' });
    await account.advance(HOUR);
    expect(await run()).toMatchObject({ state: 'in-review' });
    expect(effects(account, 'freepublish/submit')).toBe(1);
    expect(effects(account, 'draft/add')).toBe(1);
  });
});

describe('the day’s questions', () => {
  it('are never exceeded, and waiting for tomorrow keeps listening to callbacks', async () => {
    const account = openAccount({ hears: false });
    await account.set('/__switches', { publishMs: 100 * HOUR });
    const first = begin({ hears: false });
    const io = account.io();
    const submissions = [];
    for (let item = 0; item < 100; item += 1) {
      const rendition = render(manuscriptOf({}, `item-${item}`), first.account.settings);
      submissions.push({ publishId: String(item), at: account.now().toISOString(), rendition });
    }
    const asked = { ...io, fetch: answerPublishing };
    const spent: string[] = [];
    for (const after of ASK_AFTER_MS.filter((ms) => ms < 14 * HOUR)) {
      await account.advance(after - (account.now().getTime() - Date.parse('2026-11-23T01:00:00Z')) + 1);
      for (const submitted of submissions) {
        const receipt = await outcomeOf(submitted, { ...asked, spend: count(io.spend, spent) });
        expect(receipt.state).toBe('in-review');
      }
    }
    expect(spent.filter((call) => call === 'freepublish/get').length).toBe(100);
  });

  it('end after three days with a person', async () => {
    const work = begin({ hears: false });
    await work.account.set('/__switches', { publishMs: 100 * HOUR });
    await work.run();
    await work.account.advance(73 * HOUR);
    expect(await failure(work.run())).toMatchObject({ fault: 'outcome-unknown', message: /三天/ });
  });
});

const answerPublishing: typeof globalThis.fetch = async (input) =>
  new Response(
    JSON.stringify(
      String(input).includes('stable_token')
        ? { access_token: 't', expires_in: 7_200 }
        : { publish_id: 1, publish_status: 1, fail_idx: [1] },
    ),
  );
const count =
  (spend: (call: string) => Promise<void>, spent: string[]) =>
  async (call: string): Promise<void> => {
    await spend(call);
    spent.push(call);
  };
