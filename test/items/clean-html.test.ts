import { load } from 'cheerio';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanHtml } from '../../src/items/clean-html.ts';
import { ASSET } from '../fixtures/hostile-html.ts';
import { faultsOf, TAGS } from '../support/html-subset.ts';

const clean = (html: string): string => cleanHtml(html, 'body').html;
const told = (html: string) => cleanHtml(html, 'body').issues.map(({ code, level, facts }) => [code, level, facts]);

const leaf = fc.oneof(
  fc
    .string({ unit: fc.constantFrom(...Array.from('明溪县政府 　<>&"\'e\u0301\u00a0\t\n')), maxLength: 8 })
    .map((text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')),
  fc.constantFrom('<br>', '<hr>', `<img src="${ASSET}" alt="图">`),
);
const TAG = fc.constantFrom(
  ...TAGS.filter((name) => !['br', 'hr', 'img'].includes(name)),
  'div',
  'span',
  'font',
  'b',
  'center',
  'h1',
  'section',
  'u',
);
/** Any nesting at all, opened and closed in any order. */
const soup = fc
  .array(
    fc.oneof(
      leaf,
      TAG.map((name) => `<${name}>`),
      TAG.map((name) => `</${name}>`),
      fc.constant('<p align=right>'),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));
const textOf = (html: string): string => load(html)('body').text().replace(/\s/g, '').normalize('NFC');

describe('cleanHtml as a normal form', () => {
  it('is stable, in the subset and in NFC for any tag soup', () => {
    fc.assert(
      fc.property(soup, (html) => {
        expect(faultsOf(html)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps the text of well-formed markup', () => {
    const block = fc.tuple(fc.constantFrom('p', 'h2', 'div', 'blockquote', 'center'), fc.array(leaf, { maxLength: 4 }));
    const inline = fc.tuple(fc.constantFrom('strong', 'em', 'span', 'a'), fc.array(leaf, { maxLength: 3 }));
    const wrap = ([name, children]: [string, string[]]) => `<${name}>${children.join('')}</${name}>`;
    const table = fc
      .array(leaf, { minLength: 1, maxLength: 4 })
      .map(
        (cells) => `<table><caption>表</caption><tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr></table>`,
      );
    const list = fc
      .array(leaf, { minLength: 1, maxLength: 4 })
      .map((items) => `<ol>${items.map((item) => `<li>${item}</li>`).join('')}</ol>`);
    fc.assert(
      fc.property(fc.array(fc.oneof(block.map(wrap), inline.map(wrap), table, list)), (blocks) => {
        expect(textOf(clean(blocks.join('')))).toBe(textOf(blocks.join('')));
      }),
    );
  });

  it.each([
    ['loose text becomes a paragraph', '正文<br>第二行', '<p>正文<br>第二行</p>'],
    ['divisions become paragraphs', '<div>一<div>二</div>三</div>', '<p>一</p><p>二</p><p>三</p>'],
    ['empty paragraphs vanish', '<p>一</p><p>&nbsp;</p><p><br></p><p><b> </b></p>', '<p>一</p>'],
    ['a doubled break is a new paragraph', '<p>一<br><br>二</p>', '<p>一</p><p>二</p>'],
    [
      'indents by spaces go, spaces that align names stay',
      '<p>　　成　员：&nbsp;&nbsp;王　毅</p>',
      '<p>成　员： 王　毅</p>',
    ],
    [
      'old tags get their new names',
      '<h1><font><b>一</b><i>二</i></font></h1><h6>三</h6>',
      '<h2><strong>一</strong><em>二</em></h2><h4>三</h4>',
    ],
    [
      'marks are in one order and written once',
      '<i><b>一</b></i><b><i>二</i></b><b></b>',
      '<p><strong><em>一二</em></strong></p>',
    ],
    ['Office markup goes silently', '<p class=MsoNormal><span lang=EN-US>一<o:p>&nbsp;</o:p></span></p>', '<p>一</p>'],
    [
      'alignment is one attribute',
      '<p style="color:red; text-align: center">一</p><td align=right>',
      '<p data-align="center">一</p>',
    ],
    [
      'alignment is handed down and undone',
      '<center>一<p align=left>二</p></center>',
      '<p data-align="center">一</p><p>二</p>',
    ],
    [
      'misnested markup is repaired',
      '<p>一<b>二</p><ul><b>三</ul>',
      '<p>一<strong>二</strong></p><ul><li><strong>三</strong></li></ul>',
    ],
    [
      'a nested list belongs to its item',
      '<ul><li>一</li><ul><li>二</li></ul></ul>',
      '<ul><li><p>一</p><ul><li>二</li></ul></li></ul>',
    ],
    [
      'tables keep their shape',
      '<table border=1><caption>表</caption><thead><tr><th scope=col colspan=2>一</thead><tr align=center><td rowspan=2>二<td><p align=right>三</table>',
      '<table><caption>表</caption><thead><tr><th colspan="2" scope="col">一</th></tr></thead><tbody><tr><td rowspan="2" data-align="center">二</td><td data-align="right">三</td></tr></tbody></table>',
    ],
    [
      'empty cells stay',
      '<table><tr><td></td><td>一</td></tr></table>',
      '<table><tbody><tr><td></td><td>一</td></tr></tbody></table>',
    ],
    [
      'addresses are as a browser writes them',
      '<a href=" HTTPS://www.FJMX.gov.cn:443/索引?a=1&b=2 " target=_blank>一</a>',
      '<p><a href="https://www.fjmx.gov.cn/%E7%B4%A2%E5%BC%95?a=1&amp;b=2">一</a></p>',
    ],
    ['preformatted text keeps its spaces', '<pre>\n\n  一\n    二</pre>', '<pre>一\n    二</pre>'],
    [
      'figures keep image and caption',
      `<figure><img src=${ASSET} alt=图><figcaption><p>图1</figcaption></figure>`,
      `<figure><img src="${ASSET}" alt="图"><figcaption>图1</figcaption></figure>`,
    ],
    ['a numbered list keeps its start', '<ol start=3 type=a><li>一</ol>', '<ol start="3"><li>一</li></ol>'],
  ])('%s', (_, raw, expected) => {
    expect(clean(raw)).toBe(expected);
    expect(clean(expected)).toBe(expected);
  });
});

describe('cleanHtml tells', () => {
  it('each kind of lost element once, and nothing of what carries no meaning', () => {
    expect(told('<u>一</u><u>二</u><video>三</video><span><o:p>四</o:p></span>')).toEqual([
      ['dropped-element', 'warn', { name: 'u' }],
      ['dropped-element', 'warn', { name: 'video' }],
    ]);
  });

  it('links it took away, with their address', () => {
    expect(told('<a href="javascript:x">一</a><a name=top>二</a>')).toEqual([
      ['dropped-element', 'warn', { name: 'a（javascript:x）' }],
    ]);
  });

  it('what was hidden on the page it came from, and does not bring it to light', () => {
    expect(clean('<p>一<span style="font-size:0;display: none">暗</span></p>')).toBe('<p>一</p>');
    expect(told('<p hidden>暗</p>')).toEqual([['dropped-element', 'warn', { name: '隐藏内容' }]]);
  });

  it('images that are not uploaded and images without words, as blocking', () => {
    expect(told(`<img src="https://x.example/1.png" alt=一><img src="${ASSET}">`)).toEqual([
      ['foreign-image', 'block', { src: 'https://x.example/1.png', at: 1 }],
      ['image-without-alt', 'block', { at: 2 }],
    ]);
  });

  it('control and broken characters, written raw or as entities, and takes them out', () => {
    expect(told('<p>明\0溪\ud800</p>').map(([code]) => code)).toEqual(['control-character', 'broken-character']);
    expect(told('<p>明&#7;溪&#xD800;</p>').map(([code]) => code)).toEqual(['control-character', 'broken-character']);
    expect(clean('<p>明&#7;溪\0&#x202e;县&#8203;</p>')).toBe('<p>明溪县</p>');
  });
});
