import { load } from 'cheerio';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftWord } from '../../../src/items/word/draft.ts';
import { centered, docx, numbered, p, run, styled, table } from '../../support/docx.ts';

const bare = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, '');

/** What an office writes, whole documents of it: things that look like heads, titles, dates, annexes and lists in any order. */
const line = fc.oneof(
  fc.constantFrom(
    '明溪县水利局文件',
    '明水〔2020〕1号',
    '明水[2020]第01号',
    '机密★1年',
    '000001',
    '签发人：张三',
    '特急',
    '（此件主动公开）',
    '关于防汛的通知',
    '明溪县水利局',
    '2020年9月28日',
    '二〇二〇年九月二十八日',
    '附件',
    '附件2',
    '附件：1.名单',
    '2.方案',
    '抄送：县政府办',
    '明溪县水利局 2020年9月28日印发',
    '一、总则',
    '（一）目标',
    '经研究，现将有关事项通知如下，请各有关单位按照要求认真抓好落',
    '实，确保安全。',
  ),
  fc
    .array(fc.constantFrom('水', '王 毅', '　', '<b>', '&amp;', '，', '。', '8%', '“', 'e三明', '𠮷', '㎡', '①'), {
      minLength: 1,
      maxLength: 20,
    })
    .map((parts) => parts.join('')),
);
const paragraph = line.chain((text) =>
  fc.constantFrom(
    p(text),
    centered(text),
    styled('1', text),
    styled('2', text),
    p(run(text, '<w:b/>') + run('尾')),
    table([
      [text, '格'],
      ['二', text],
    ]),

    p(run(text, '<w:u w:val="single"/>')),
    numbered(text),
    `<w:sdt><w:sdtContent>${p(text)}</w:sdtContent></w:sdt>`,
    p(`<w:ins w:id="1">${run(text)}</w:ins>`),
    p(`<w:hyperlink w:anchor="x">${run(text)}</w:hyperlink>`),
  ),
);

const textsOf = (xml: string): string[] =>
  Array.from(xml.matchAll(/<w:p[ >].*?<\/w:p>/gs), ([whole]) =>
    Array.from(whole.matchAll(/<w:t [^>]*>([^<]*)<\/w:t>/g), ([, text = '']) => text).join(''),
  ).map((text) => load(`<p>${text}</p>`)('p').text());

describe('a draft', () => {
  it('has every paragraph of the document in its title, fields, body or notes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(paragraph, { minLength: 1, maxLength: 12 }), async (paragraphs) => {
        const xml = paragraphs.join('');
        const draft = await draftWord(docx(xml), '文件.docx');
        const told = draft.notes.map(({ text }) => text).join('\n');
        const fields = [draft.documentNumber ?? '', draft.issuer ?? '', draft.title].join('\n');
        const known = bare(`${load(draft.body)('body').text()}\n${fields}\n${told}`);
        const lost = textsOf(xml)
          .map(bare)
          .filter((text) => !known.includes(text.slice(0, 40)));
        expect(lost).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
