import { describe, expect, it } from 'vitest';
import { draftWord } from '../../../src/items/word/draft.ts';
import { readDateLine } from '../../../src/items/word/recognise/date.ts';
import { readNumber } from '../../../src/items/word/recognise/head.ts';
import { centered, docx, p, styled } from '../../support/docx.ts';

const read = (...paragraphs: readonly string[]) => draftWord(docx(paragraphs.join('')), '/tmp/关于停水的通知.docx');
const codes = (draft: Awaited<ReturnType<typeof read>>): string[] => draft.notes.map(({ code }) => code);
const signature = [p('明溪县水利局'), p('二〇二〇年九月二十八日')];

describe('the head', () => {
  it('of a full red-head document goes into fields and notes', async () => {
    const draft = await read(
      p('000012'),
      p('机密★1年'),
      p('特急'),
      centered('明溪县水利局文件'),
      p('明水〔2020〕007号　　签发人：张三'),
      centered('明溪县水利局'),
      centered('关于印发防汛方案的通知'),
      p('各乡（镇）人民政府：'),
      p('现印发给你们。'),
      ...signature,
      p('（此件主动公开）'),
      p('抄送：县政府办。'),
      p('明溪县水利局办公室　　　　2020年9月28日印发'),
    );
    expect(draft).toMatchObject({
      type: 'policy',
      title: '明溪县水利局关于印发防汛方案的通知',
      documentNumber: '明水〔2020〕7号',
      issuer: '明溪县水利局',
      writtenOn: '2020-09-28',
      disclosure: '主动公开',
    });
    expect(draft.body).toBe(
      '<p>各乡（镇）人民政府：</p><p>现印发给你们。</p><p data-align="right">明溪县水利局</p><p data-align="right">二〇二〇年九月二十八日</p>',
    );
    expect(codes(draft)).toEqual([
      'head-line',
      'secret',
      'head-line',
      'head-line',
      'red-head',
      'number-written',
      'head-line',
      'title-joined',
      'imprint',
      'imprint',
      'disclosure',
    ]);
  });

  it('may have the number below the title, as on the portal', async () => {
    const draft = await read(centered('关于防汛的通知'), centered('明水[2019]第3号'), p('各乡镇：'), ...signature);
    expect(draft).toMatchObject({
      title: '关于防汛的通知',
      documentNumber: '明水〔2019〕3号',
      body: expect.stringMatching(/^<p>各乡镇/),
    });
    expect(codes(draft)).toEqual(['number-written', 'number-year']);
  });

  it('may be missing: the title is the first line, the kind follows from it', async () => {
    const draft = await read(p('关于停水的公告'), p('因检修停水。'));
    expect(draft).toMatchObject({
      type: 'notice',
      title: '关于停水的公告',
      documentNumber: null,
      issuer: null,
      writtenOn: null,
    });
    expect(codes(draft)).toEqual(['date-missing']);
  });

  it('without a title takes the file name, and the text stays whole', async () => {
    const draft = await read(p('因管网检修，城区停水。'), p('请提前储水。'));
    expect(draft).toMatchObject({ title: '关于停水的通知', body: '<p>因管网检修，城区停水。</p><p>请提前储水。</p>' });
    expect(codes(draft)).toEqual(['title-missing', 'date-missing']);
  });

  it('of an interpretation is told by its title', async () => {
    expect(await read(p('《防汛方案》政策解读'), p('一、背景。'))).toMatchObject({ type: 'interpretation' });
  });
});

describe('the end', () => {
  it('doubts an issuer that differs from the signature, and a day that never was', async () => {
    const draft = await read(
      centered('明溪县水利局文件'),
      p('明水〔2020〕1号'),
      centered('关于防汛的通知'),
      p('正文。'),
      p('明溪县民政局'),
      p('2020年9月31日'),
    );
    expect(draft).toMatchObject({ issuer: '明溪县水利局', writtenOn: null });
    expect(codes(draft)).toEqual(['red-head', 'issuer-differs', 'date-impossible']);
  });

  it('finds annexes, compares them with the list, and says which are elsewhere', async () => {
    const draft = await read(
      styled('1', '关于防汛的通知'),
      p('正文。'),
      p('附件：1.名单'),
      p('2.方案'),
      ...signature,
      p('附件1'),
      centered('防汛名单'),
      p('王毅'),
    );
    expect(draft.annexes).toEqual([{ label: '附件1', title: '防汛名单' }]);
    expect(draft.body).toMatch(/<p>附件1<\/p><h2 data-align="center">防汛名单<\/h2><p>王毅<\/p>$/);
    expect(codes(draft)).toEqual(['annex-title', 'annex-elsewhere']);
  });
});

describe('a sentence', () => {
  const long = '经研究，现将有关事项通知如下，请各有关单位按照要求认真抓好工作落';
  it('cut by a page is joined and doubted', async () => {
    const draft = await read(styled('1', '关于防汛的通知'), p(long), p('实，确保安全。'), ...signature);
    expect(draft.body).toContain(`<p>${long}实，确保安全。</p>`);
    expect(codes(draft)).toEqual(['line-joined']);
  });

  it.each(['（一）目标', '一、目标', '责任单位：县水利局', '附件', '1.目标', '第一条 目标', '王 毅 局长'])(
    'is not joined with what begins anew: %s',
    async (next) => {
      const draft = await read(styled('1', '关于防汛的通知'), p(long), p(next), ...signature);
      expect(codes(draft)).not.toContain('line-joined');
    },
  );
});

describe('a date line', () => {
  it.each([
    ['2020年9月28日', '2020-09-28'],
    ['２０２０年9月28日', undefined],
    ['二〇二〇年九月二十八日', '2020-09-28'],
    ['二○二○年十月十日', '2020-10-10'],
    ['二〇二〇年十二月三十一日', '2020-12-31'],
    ['（2020年2月29日）', '2020-02-29'],
    ['2019年2月29日', null],
    ['2020年9月28日起施行', undefined],
  ])('%s', (line, iso) => {
    expect(readDateLine(line)?.iso).toBe(iso);
  });
});

describe('a document number', () => {
  it.each([
    ['明政办〔2020〕34号', '明政办〔2020〕34号'],
    ['明政办[2020]34号', '明政办〔2020〕34号'],
    ['明政办（2020）第034号', '明政办〔2020〕34号'],
    ['明政办 〔2020〕 34 号', '明政办〔2020〕34号'],
    ['第34号', undefined],
    ['34号', undefined],
  ])('%s', (line, number) => {
    expect(readNumber(line)?.number).toBe(number);
  });
});
