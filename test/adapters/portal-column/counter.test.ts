import { describe, expect, it } from 'vitest';
import { seenPage } from '../../support/seen.ts';
import { readCopy } from '../../../adapters/portal-column/read-page.ts';
import { preview } from '../../../adapters/portal-column/preview.ts';
import { render } from '../../../adapters/portal-column/render.ts';
import { readSite } from '../../../adapters/portal-column/settings.ts';
import { writeArticlePage } from '../../../adapters/portal-column/templates/article.ts';
import { writeMissing } from '../../../adapters/portal-column/templates/notice.ts';
import { invalidityOfText } from '../../support/html-validity.ts';
import { BASE, manuscriptOf, settingsOf } from './portal.ts';

const COUNTER = 'https://yigao.test/reach/portal.gif';
const settings = { ...settingsOf({}), baseUrl: BASE };
const rendition = render(manuscriptOf());
const pageWith = (counter: string): string => {
  const { card, path, body: article } = rendition;
  return writeArticlePage({ ...readSite(settings), counter }, { card, path, article, related: [] });
};

describe('the page counter on the portal', () => {
  it('is a picture where no script runs, and an address for the script; without a setting it is not there', () => {
    const html = pageWith(COUNTER);
    const address = `${COUNTER}?page=1&amp;item=${rendition.itemId}`;
    expect(html).toContain(`<noscript><img class="counter" src="${address}" alt="" width="1" height="1" /></noscript>`);
    expect(html).toContain(`data-counter="${address}"`);
    expect(pageWith('')).not.toMatch(/counter|noscript/);
  });

  it('changes nothing that the audit reads, is valid, and is in no preview and on no page of an error', async () => {
    const at = { itemId: rendition.itemId, url: 'https://www.fjmx.gov.cn/tzgg/202611/a.html' };
    const read = (html: string) => readCopy(seenPage(html, at.url), at);
    expect(read(pageWith(COUNTER))).toEqual(read(pageWith('')));
    expect(read(pageWith(''))).toMatchObject({ kind: 'article' });
    expect(await invalidityOfText(pageWith(COUNTER), 'a.html')).toEqual([]);
    expect(preview(rendition, { ...settings, counter: COUNTER })).not.toContain('portal.gif');
    expect(writeMissing({ ...readSite(settings), counter: COUNTER })).not.toContain('portal.gif');
  });
});
