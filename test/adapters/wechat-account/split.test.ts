import { describe, expect, it } from 'vitest';
import { checkLimits } from '../../../adapters/kit/check-limits.ts';
import { parseHtml, readHtml } from '../../../adapters/kit/html-text.ts';
import { limits } from '../../../adapters/wechat-account/limits.ts';
import { check, render } from '../../../adapters/wechat-account/render.ts';
import type { ContentInput } from '../../../src/core/content.ts';
import { measure } from '../../../src/core/text.ts';
import { manuscriptOf, openAccount } from './support.ts';

const IMAGE = 'a1'.repeat(32);
const { settings } = openAccount();
const rendered = (content: Partial<ContentInput>) => render(manuscriptOf(content), settings);
const codes = (content: Partial<ContentInput>) => {
  const manuscript = manuscriptOf(content);
  const rendition = render(manuscript, settings);
  const issues = [...checkLimits(limits, rendition, manuscript, '明溪在线'), ...check(rendition, manuscript)];
  return issues.map(({ level, code }) => `${level} ${code}`);
};

describe('a text too long for one article', () => {
  const paragraphs = (count: number, each = 900) =>
    Array.from(
      { length: count },
      (_, n) => `<h2>第${n}章</h2><p>${String(n).padStart(3, '0')}${'文'.repeat(each)}</p>`,
    );
  const long = { title: '题'.repeat(32), body: paragraphs(50).join('') };
  const bodiesOf = ({ body, rest }: ReturnType<typeof rendered>) => [body, ...rest.map((each) => each.body)];

  it('becomes several articles of one draft, each within the limit, and loses no word', () => {
    const rendition = rendered(long);
    expect(rendition.rest.map(({ title }) => title)).toEqual(['二', '三'].map((n) => `${'题'.repeat(28)}…（${n}）`));
    for (const body of bodiesOf(rendition))
      expect(measure(body, limits.body.unit)).toBeLessThanOrEqual(limits.body.max);
    const chapters = Array.from(rendition.text.matchAll(/第(\d+)章/g), ([, n]) => Number(n));
    expect(chapters).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(codes(long)).toEqual([]);
  });

  it('says in each where it stands, above all once, and what belongs to the end once at the end', () => {
    const attachments = [{ asset: IMAGE, name: '目录.xlsx' }];
    const texts = bodiesOf(rendered({ ...long, attachments })).map(readHtml);
    for (const [at, text] of texts.entries()) expect(text).toContain(`本文较长，分 3 篇，这是第 ${at + 1} 篇`);
    expect(texts.map((text) => text.includes('来源：'))).toEqual([true, false, false]);
    expect(texts.map((text) => text.includes('目录.xlsx'))).toEqual([false, false, true]);
  });

  it('keeps a heading with what it heads', () => {
    for (const body of bodiesOf(rendered(long)).slice(0, -1))
      expect(parseHtml(body)('section').first().children().eq(-2).prop('tagName')).toBe('P');
  });

  it('is too long when it needs more than eight, or where one block alone is', () => {
    expect(codes({ body: paragraphs(300).join('') })).toEqual(['block body-too-long']);
    expect(codes({ body: `<p>前</p><p>${'长'.repeat(20_000)}</p><p>后</p>` })).toEqual(['block body-too-long']);
  });
});
