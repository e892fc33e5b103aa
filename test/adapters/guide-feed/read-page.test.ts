import { describe, expect, it } from 'vitest';
import { readPage } from '../../../adapters/guide-feed/read-page.ts';
import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { guidePage } from '../../../adapters/guide-feed/sandbox/pages.ts';
import type { GuideDocument } from '../../../adapters/guide-feed/schema.ts';
import { bareContent, manuscriptOf, settingsOf, withAttachment } from './guides.ts';

const URL_ = 'http://esm.test/guide/1';
const settings = settingsOf({ fileUrl: 'http://files.test/{id}' });
const markers = '<meta name="guide-id" content="g-1"><meta name="guide-version" content="3">';
const bare = (text: string): string => text.replaceAll(/\s+/g, '');

const shown = (content: Parameters<typeof manuscriptOf>[0]) => {
  const rendition = guideFeed.render(manuscriptOf(content), settings);
  const guide = JSON.parse(rendition.body) as GuideDocument;
  const entry = { id: rendition.itemId, version: 1, state: 'live' as const, updatedAt: guide.revisedAt, guide };
  return { rendition, page: readPage(guidePage(entry, { root: '/esm', pulledAt: null, fault: null }), URL_) };
};

describe('readPage', () => {
  it.each([
    ['everything', withAttachment],
    ['only what must be there', bareContent],
  ])('reads a guide that says %s as it was rendered', (_, content) => {
    const { rendition, page } = shown(content);
    expect(page).toMatchObject({ id: rendition.itemId, version: 1, revision: 1, title: rendition.title });
    expect(bare(page?.text ?? '')).toBe(bare(rendition.text));
  });

  it('finds files and the address of the online service among the links', () => {
    const { page } = shown(withAttachment);
    expect(page?.links).toEqual([
      'https://zwfw.example.cn/item?id=1&from=feed',
      `http://files.test/${'a'.repeat(64)}`,
      `http://files.test/${'b'.repeat(64)}`,
    ]);
  });

  it('reads a page of another make by its markers, h1 and main', () => {
    const html = `<head>${markers}<title>x</title></head><h1>事项<br>名称</h1><main><p>正文</p><img src="/a.png" alt="图"><a href="b">b</a></main><p>页脚</p>`;
    expect(readPage(html, URL_)).toEqual({
      id: 'g-1',
      version: 3,
      revision: 2,
      url: URL_,
      title: '事项 名称',
      text: '正文\nb',
      images: [{ url: 'http://esm.test/a.png', alt: '图' }],
      links: ['http://esm.test/guide/b'],
    });
  });

  it.each([
    ['no markers', '<h1>请完成验证</h1>'],
    ['no version', '<meta name="guide-id" content="g-1">'],
    ['a version that is no number', '<meta name="guide-id" content="g-1"><meta name="guide-version" content="latest">'],
    ['nothing', ''],
  ])('says nothing of a page with %s', (_, html) => {
    expect(readPage(html, URL_)).toBeNull();
  });
});
