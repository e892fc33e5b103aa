import { load } from 'cheerio';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { guideFeed } from '../../adapters/guide-feed/index.ts';
import type { FeedRow } from '../../adapters/guide-feed/schema.ts';
import type { Json } from '../../src/core/json.ts';
import type { Env } from '../../src/web/endpoint.ts';
import { answerError } from '../../src/web/errors.ts';
import { addFeeds } from '../../src/web/feeds.ts';
import { bareContent, manuscriptOf, settingsOf, withAttachment } from '../adapters/guide-feed/guides.ts';
import { silent } from '../support/world.ts';

const settings = settingsOf({ fileUrl: 'http://files.test/{id}' });
const rowOf = (seq: number, content = bareContent): FeedRow => {
  const { itemId, body } = guideFeed.render(manuscriptOf({ ...content, title: `办事“${seq}”<&>` }), settings);
  const at = new Date(Date.UTC(2026, 10, 23, 2, seq));
  return { seq, itemId, version: 1, body: { value: JSON.parse(body) as Json }, at };
};
const rows: readonly FeedRow[] = [rowOf(1), { ...rowOf(2), version: 2, body: null }, rowOf(3, withAttachment)];

const openFeeds = (fieldMap = '') => {
  const app = new Hono<Env>();
  app.onError((error, c) => answerError(error, c, silent));
  addFeeds(app, {
    has: (channelId) => channelId === 'esm',
    after: async (_, seq, limit) => rows.filter((row) => row.seq > seq).slice(0, limit),
    before: async (_, seq, limit) =>
      rows
        .toReversed()
        .filter((row) => row.seq < seq)
        .slice(0, limit),
    fieldMap: () => fieldMap,
  });
  return async (path: string, headers: Record<string, string> = {}) => app.request(`/feeds/${path}`, { headers });
};

describe('the Atom view', () => {
  const read = async (path: string) => {
    const response = await openFeeds()(path);
    return { response, $: load(await response.text(), { xml: true }) };
  };

  it('shows guides newest first, the withdrawn as tombstones, and is as new as its newest', async () => {
    const { response, $ } = await read('esm/guides.atom');
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    expect(
      $('feed')
        .children()
        .toArray()
        .map(({ name }) => name),
    ).toEqual(['id', 'title', 'updated', 'link', 'entry', 'at:deleted-entry', 'entry']);
    expect($('feed > updated').text()).toBe('2026-11-23T02:03:00.000Z');
    expect($('at\\:deleted-entry').attr()).toEqual({
      ref: `urn:uuid:${rows[1]?.itemId}`,
      when: '2026-11-23T02:02:00.000Z',
    });
    expect(
      $('entry > id')
        .toArray()
        .map((id) => $(id).text()),
    ).toEqual([rows[2], rows[0]].map((row) => `urn:uuid:${row?.itemId}`));
  });

  it('says all of a guide, whatever characters it is written with', async () => {
    const { $ } = await read('esm/guides.atom');
    const entry = $('entry').first();
    expect(entry.children('title').text()).toBe('办事“3”<&>');
    const content = load(entry.children('content').text()).text();
    expect(content).toContain('可以。请带上双方身份证 <原件>。');
    expect(content).toContain('0598-2812345');
    expect(entry.find('link[rel=enclosure]').attr()).toMatchObject({ title: '办理流程图.pdf', length: '12345' });
    expect(entry.find('link[rel=related]').attr('href')).toBe('https://zwfw.example.cn/item?id=1&from=feed');
  });

  it('leads from page to page to the oldest', async () => {
    const seen: string[] = [];
    let path: string | undefined = 'guides.atom?limit=1';
    while (path !== undefined) {
      const { $ } = await read(`esm/${path}`);
      expect($('link[rel=self]').attr('href')).toBe(path);
      seen.push(
        ...$('entry > id')
          .toArray()
          .map((id) => $(id).text()),
        ...$('at\\:deleted-entry')
          .toArray()
          .map((each) => $(each).attr('ref') ?? ''),
      );
      path = $('link[rel=next]').attr('href');
    }
    expect(seen).toEqual(rows.toReversed().map(({ itemId }) => `urn:uuid:${itemId}`));
  });

  it('is not sent again to whom has it, and is not there without a feed', async () => {
    const get = openFeeds();
    const etag = (await get('esm/guides.atom')).headers.get('etag') ?? '';
    expect((await get('esm/guides.atom', { 'if-none-match': etag })).status).toBe(304);
    expect((await get('portal/guides.atom')).status).toBe(404);
    expect((await get('esm/guides.atom?before=x')).status).toBe(422);
  });
});

describe('the mapped view', () => {
  const map = '{"list":{"from":"entries","each":{"NO":"id","NAME":"guide.title"}},"from":"next"}';

  it('is the same page in the consumer’s names, with the same cursor', async () => {
    const page = await (await openFeeds(map)('esm/guides?view=mapped&cursor=1&limit=1')).json();
    expect(page).toEqual({ list: [{ NO: rows[1]?.itemId, NAME: null }], from: '2' });
  });

  it('is not there without a map, and says so while the map is wrong', async () => {
    expect((await openFeeds()('esm/guides?view=mapped')).status).toBe(404);
    expect((await openFeeds('{"a":"nowhere"}')('esm/guides?view=mapped')).status).toBe(503);
    expect((await openFeeds(map)('esm/guides?view=other')).status).toBe(422);
  });

  it('leaves the feed itself as it is', async () => {
    expect(await (await openFeeds(map)('esm/guides?limit=1')).json()).toMatchObject({
      entries: [{ id: rows[0]?.itemId }],
      next: '1',
    });
  });
});
