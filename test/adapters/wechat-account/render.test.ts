import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLimits } from '../../../adapters/kit/check-limits.ts';
import { parseHtml, readHtml } from '../../../adapters/kit/html-text.ts';
import { limits } from '../../../adapters/wechat-account/limits.ts';
import { check, render } from '../../../adapters/wechat-account/render.ts';
import { embedImages } from '../../../adapters/wechat-account/write-articles.ts';
import { writeBody } from '../../../adapters/wechat-account/write-html.ts';
import { cleanHtml } from '../../../src/items/clean-html.ts';
import type { ContentInput } from '../../../src/core/content.ts';
import { issueText } from '../../../src/core/issues.ts';
import { ATTACKS, TAGS } from '../../support/html-subset.ts';
import { ITEM, manuscriptOf, openAccount } from './support.ts';

const { settings } = openAccount();
const IMAGE = 'a1'.repeat(32);
const rendered = (content: Partial<ContentInput>) => render(manuscriptOf(content), settings);
const issuesOf = (content: Partial<ContentInput>, more = {}) => {
  const manuscript = manuscriptOf(content);
  const rendition = render(manuscript, { ...settings, ...more });
  return [...checkLimits(limits, rendition, manuscript, '明溪在线'), ...check(rendition, manuscript)];
};
const codes = (content: Partial<ContentInput>, more = {}) =>
  issuesOf(content, more).map(({ code, level, facts }) => `${level} ${code} ${facts.name ?? ''}`.trim());

const LIST = 'a list inside an item';

/** What WeChat would drop, or what would not arrive as written. */
const faultsOf = (html: string): string[] => {
  const $ = parseHtml(html);
  const faults: Readonly<Record<string, boolean>> = {
    'a forbidden element': $('div, script, style, iframe, a, form, input, video, audio, svg, math').length > 0,
    'an id, class or handler': $('[id], [class], [onclick], [onerror], [onload], [href]').length > 0,
    position: /position\s*:|url\(|expression/i.test(
      $('[style]')
        .toArray()
        .map(({ attribs }) => attribs.style ?? '')
        .join(';'),
    ),
    'a foreign image': $('img')
      .toArray()
      .some(({ attribs }) => !/^asset:[0-9a-f]{64}$/.test(attribs.src ?? '')),
    [LIST]: $('li > ul, li > ol').length > 0,
    'a \\u escape or control character': /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(html),
  };
  return Object.entries(faults).flatMap(([fault, found]) => (found ? [fault] : []));
};

describe('HTML as WeChat keeps it', () => {
  it('is this, for every element of the subset', () => {
    const body = cleanHtml(
      '<h2>一、总则</h2><p data-align="center">居中</p><p>水H<sub>2</sub>O，<strong>重<em>要</em></strong>，' +
        '见<a href="https://a.test/x?a=1&amp;b=2">办法</a>和<a href="https://a.test/x?a=1&amp;b=2">它</a><br>换行</p>' +
        `<figure><img src="asset:${IMAGE}" alt="示意图"><figcaption>图一</figcaption></figure>` +
        '<ol start="3"><li>甲<ul><li>乙</li></ul></li></ol><blockquote><p>引</p></blockquote><pre>a  b</pre><hr>' +
        '<table><caption>表</caption><thead><tr><th scope="col">列</th></tr></thead><tbody><tr><td colspan="2">格</td></tr></tbody></table>',
      'body',
    ).html;
    expect(writeBody(body)).toMatchInlineSnapshot(`
      {
        "html": "<h2 style="margin:1.6em 0 .8em;font-size:19px;font-weight:bold;text-indent:0">一、总则</h2><p style="margin:0 0 1em;text-align:center;text-indent:0">居中</p><p style="margin:0 0 1em">水H<span style="vertical-align:sub;font-size:.75em">2</span>O，<strong>重<em>要</em></strong>，见办法<sup>[1]</sup>和它<sup>[1]</sup><br>换行</p><figure style="margin:0 0 1em;text-align:center;text-indent:0"><img src="asset:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1" alt="示意图" style="max-width:100%;vertical-align:middle"><figcaption style="margin:.4em 0 0;font-size:13px;color:#888">图一</figcaption></figure><ol start="3" style="margin:0 0 1em;padding-left:2em;text-indent:0"><li style="margin:0 0 .4em"><p style="margin:0 0 1em">甲</p></li><ul style="margin:0 0 1em;padding-left:2em;text-indent:0"><li style="margin:0 0 .4em">乙</li></ul></ol><blockquote style="margin:0 0 1em;padding:.6em 1em;border-left:3px solid #b5342c;background:#f7f7f7;text-indent:0"><p style="margin:0 0 1em">引</p></blockquote><pre style="margin:0 0 1em;padding:.8em 1em;background:#f7f7f7;font-size:14px;white-space:pre-wrap;text-indent:0">a  b</pre><hr style="margin:1.5em 0;border:0;border-top:1px solid #e3e3e3"><section style="margin:0 0 1em;overflow-x:auto;text-indent:0"><p style="margin:0 0 .5em;font-weight:bold;text-align:center">表</p><table style="width:100%;border-collapse:collapse;font-size:14px;line-height:1.6"><tbody><tr><th style="padding:.4em .6em;border:1px solid #ccc;background:#f5f5f5">列</th></tr><tr><td colspan="2" style="padding:.4em .6em;border:1px solid #ccc">格</td></tr></tbody></table></section>",
        "notes": [
          "https://a.test/x?a=1&b=2",
        ],
      }
    `);
  });

  it('never holds what WeChat drops, whatever comes in', () => {
    const piece = fc.oneof(
      fc.constantFrom(...ATTACKS, `<img src="asset:${IMAGE}" alt="x">`, '<a href="https://x.test/">x</a>'),
      fc.constantFrom(...TAGS).map((tag) => `<${tag} id="a" class="b" onclick="c" style="position:fixed">`),
      fc.constantFrom(...TAGS).map((tag) => `</${tag}>`),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const raw = pieces.join('');
        expect(faultsOf(writeBody(cleanHtml(raw, 'body').html).html)).toEqual([]);
        // Also of HTML that nobody cleaned, but for lists, which only clean HTML has in their place.
        expect(faultsOf(writeBody(raw).html).filter((fault) => fault !== LIST)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('loses no word of a clean body, and adds none but the numbers of the notes', () => {
    const words = fc.string({ unit: fc.constantFrom(...Array.from('甲乙丙丁123 ，。<&>"')), minLength: 1 });
    const block = fc.record({ tag: fc.constantFrom('p', 'h2', 'li', 'td', 'blockquote', 'pre', 'figcaption'), words });
    const wrap: Readonly<Record<string, (text: string) => string>> = {
      li: (text) => `<ul><li>${text}<ol><li>${text}</li></ol></li></ul>`,
      td: (text) => `<table><tr><td>${text}</td><th><p>${text}</p><p>${text}</p></th></tr></table>`,
      figcaption: (text) => `<figure><img src="asset:${IMAGE}" alt=""><figcaption>${text}</figcaption></figure>`,
    };
    const bare = (html: string): string => readHtml(html).replace(/\s+/g, '');
    fc.assert(
      fc.property(fc.array(block), (blocks) => {
        const raw = blocks.map(({ tag, words }) => {
          const text = words.replace(/&/g, '&amp;').replace(/</g, '&lt;');
          return wrap[tag]?.(text) ?? `<${tag}>${text}</${tag}>`;
        });
        const clean = cleanHtml(raw.join(''), 'body').html;
        expect(bare(writeBody(clean).html)).toBe(bare(clean));
      }),
    );
  });
});

describe('a guide', () => {
  const guide = {
    kind: '承诺件',
    agency: '明溪县人力资源和社会保障局',
    audience: ['自然人'],
    basis: ['《中华人民共和国社会保险法》第五十八条'],
    conditions: ['已参加<社会保险>的个人'],
    materials: [{ name: '居民身份证', form: '原件', copies: 1 }],
    steps: [
      { name: '受理', days: 0 },
      { name: '办结', days: 5, note: '短信通知' },
    ],
    legalDays: 20,
    promisedDays: 5,
    fee: { charged: false },
    place: '行政服务中心',
    hours: '工作日',
    phone: '0598-2810000',
    complaintPhone: '12345',
    questions: [{ question: '可以代办吗？', answer: '可以。' }],
    package: {
      scenario: '员工录用',
      members: [
        { name: '社会保障卡申领', agency: '明溪县人力资源和社会保障局' },
        { name: '职工参保登记', agency: '明溪县医疗保障局' },
      ],
    },
  } satisfies ContentInput['guide'];

  it('says where, how, with what and how long, and nothing that WeChat drops', () => {
    const { text, body } = rendered({ type: 'guide', body: '', guide });
    const said = text.replace(/\s+/g, ' ');
    for (const words of [
      '一件事 适用情形 员工录用',
      '2 职工参保登记 明溪县医疗保障局',
      '承诺办结时限 5个工作日',
      '咨询电话 0598-2810000',
      '已参加<社会保险>的个人',
      '居民身份证 申请人自备 原件 1 必要',
      '短信通知',
      '可以代办吗？ 可以。',
    ])
      expect(said).toContain(words);
    expect(faultsOf(body)).toEqual([]);
    expect(codes({ type: 'guide', body: '', guide })).toEqual([]);
  });
});

describe('links', () => {
  it('become numbered notes, each address once, in order', () => {
    const { text, notes, body } = rendered({
      body: '<p><a href="https://a.test/">甲</a><a href="https://b.test/">乙</a><a href="https://a.test/">丙</a></p>',
    });
    expect(text.replace(/\s+/g, ' ')).toContain('甲[1]乙[2]丙[1] 链接 [1] https://a.test/ [2] https://b.test/');
    expect(notes).toBe(2);
    expect(body).not.toContain('href');
  });

  it('need no note when the text says the address already', () => {
    const { notes } = rendered({
      body: '<p><a href="https://a.test/">https://a.test</a> <a href="tel:0598-2812345">0598-2812345</a></p>',
    });
    expect(notes).toBe(0);
  });

  it('are told to the author, as a warning', () => {
    expect(codes({ body: '<p><a href="https://a.test/">甲</a></p>' })).toEqual(['warn dropped-link']);
  });
});

describe('the fields of a draft', () => {
  it('name item and revision in 阅读原文, behind any form of our address', () => {
    for (const origin of ['https://y.test', 'https://y.test/'])
      expect(render(manuscriptOf(), { ...settings, origin }).sourceUrl).toBe(`https://y.test/r/${ITEM}/1`);
  });

  it('carry number, date, source and attachments in the text', () => {
    const { text } = rendered({
      type: 'policy',
      documentNumber: '明政办〔2020〕34号',
      writtenOn: '2020-09-28',
      attachments: [{ asset: IMAGE, name: '目录.xlsx' }],
    });
    expect(text).toContain('文号：明政办〔2020〕34号　成文日期：2020-09-28　来源：明溪县人民政府办公室');
    expect(text).toContain('1. 目录.xlsx');
  });

  it('open the text with the full title where the short one stands above it', () => {
    const long = '明溪县人民政府办公室关于印发明溪县全面推进基层政务公开标准化规范化工作实施方案的通知';
    const { title, text } = rendered({ title: long, shortTitle: '政务公开标准化规范化工作实施方案' });
    expect(title).toBe('政务公开标准化规范化工作实施方案');
    expect(text.startsWith(long)).toBe(true);
    expect(rendered({}).text.startsWith('来源')).toBe(true);
  });

  it('take the source as author where it fits, else the configured one or none', () => {
    expect(rendered({}).author).toBe('明溪县人民政府办公室');
    expect(rendered({ source: '明'.repeat(17) }).author).toBe('');
    expect(render(manuscriptOf(), { ...settings, author: '明溪发布' }).author).toBe('明溪发布');
  });

  it('have a digest of their own: the summary, or the beginning of the body', () => {
    expect(rendered({ summary: '摘要' }).digest).toBe('摘要');
    expect(rendered({}).digest).toBe('因管网检修，城区部分路段停水。');
    expect(Array.from(rendered({ body: `<p>${'长'.repeat(90)}</p>` }).digest)).toHaveLength(54);
  });
});

describe('limits', () => {
  it.each([
    ['a title of 32 characters', { title: '题'.repeat(32) }, []],
    ['a title of 33', { title: '题'.repeat(33) }, ['block title-too-long']],
    ['astral characters count once', { title: '𠮷'.repeat(32) }, []],
    ['a summary of 120', { summary: '摘'.repeat(120) }, []],
    ['a summary of 121 is cut', { summary: '摘'.repeat(121) }, ['warn field-too-long 摘要']],
    ['a long body', { body: `<p>${'长'.repeat(20_000)}</p>` }, ['block body-too-long']],
  ] as const)('%s', (_, content, expected) => {
    expect(codes(content)).toEqual(expected);
  });

  it('count images with their later address', () => {
    // In one paragraph, which no article break can part.
    const image = `<img src="asset:${IMAGE}" alt="图">`;
    const room = limits.body.max - Array.from(rendered({ body: `<p>${image}</p>` }).body).length;
    const filled = (less: number) => ({ body: `<p>${'字'.repeat(room - less)}${image}</p>` });
    expect(codes(filled(0))).toContain('block body-too-long');
    expect(codes(filled(300))).not.toContain('block body-too-long');
  });

  it('name the setting when the configured author is too long', () => {
    expect(issuesOf({}, { author: '者'.repeat(17) }).map(issueText)).toEqual([
      '“微信公众号”的作者最多 16 字，现有 17，请缩短',
    ]);
  });
});

describe('image addresses', () => {
  it('stand where the assets were', () => {
    const { body } = rendered({ body: `<p><img src="asset:${IMAGE}" alt="图"></p>` });
    expect(embedImages(body, { [IMAGE]: 'http://q.test/a?b=1&c=2' })).toContain('src="http://q.test/a?b=1&amp;c=2"');
  });
});
