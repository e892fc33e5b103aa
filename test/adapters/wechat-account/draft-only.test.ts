import { describe, expect, it } from 'vitest';
import { recall } from '../../../adapters/wechat-account/publish.ts';
import { begin, effects, failure, type Account } from './support.ts';

const HOUR = 3_600_000;
const saved = () => begin({ own: { mode: 'draft-only' } });
const draftId = async ({ get }: Account): Promise<string> =>
  /name="media_id" value="([^"]+)"/.exec(await get('/admin'))?.[1] ?? '';
/** What an editor does on the platform's website. */
const press = async (account: Account): Promise<void> => {
  const body = new URLSearchParams({ media_id: await draftId(account) });
  await account.sandbox.fetch(new Request(`${account.settings.apiBase}/__publish`, { method: 'POST', body }));
  await account.advance(5_000);
};

describe('a draft for an editor', () => {
  it('waits in the box, looked at ever less often, and is live when the button was pressed', async () => {
    const work = saved();
    expect(await work.run()).toMatchObject({ state: 'in-review', checkAt: '2026-11-23T01:05:00.000Z' });
    await work.account.advance(HOUR);
    expect(await work.run()).toMatchObject({ state: 'in-review', checkAt: '2026-11-23T03:00:00.000Z' });
    await press(work.account);
    expect(await work.run()).toMatchObject({ state: 'live', url: expect.stringMatching(/\/s\/[\w-]{22}$/) });
    expect(effects(work.account, 'freepublish/submit')).toBe(0);
    expect(effects(work.account, 'draft/add')).toBe(1);
  });

  it('that somebody deleted, or sent to all by hand, is for a person to look up', async () => {
    const work = saved();
    await work.run();
    await work.account.call('draft/delete', { media_id: await draftId(work.account) });
    await work.account.advance(HOUR);
    expect(await failure(work.run())).toMatchObject({ fault: 'outcome-unknown', message: /到公众平台核对/ });
    expect(effects(work.account, 'draft/add')).toBe(1);
  });

  it('is taken back while it is in the box, and not once it is published', async () => {
    const waiting = saved();
    await waiting.run();
    const take = ({ account, rendition, steps }: ReturnType<typeof saved>) => recall(rendition, account.io({ steps }));
    expect(await failure(take(waiting))).toMatchObject({ fault: 'outcome-unknown' });
    await waiting.account.advance(HOUR);
    expect(await take(waiting)).toBe(true);
    expect(await draftId(waiting.account)).toBe('');

    const published = saved();
    await published.run();
    await press(published.account);
    expect(await take(published)).toBe(false);
  });
});
