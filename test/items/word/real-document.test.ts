import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { load } from 'cheerio';
import { cleanHtml } from '../../../src/items/clean-html.ts';
import { readWord, type WordDraft } from '../../../src/items/word/read-word.ts';
import { unzip } from '../../../src/items/word/unzip.ts';

const FILE = readFileSync(new URL('../../fixtures/word/mingzhengban-2020-34.docx', import.meta.url));
const bare = (text: string): string => text.replaceAll(/\s+/g, '');

describe('明政办〔2020〕34号, as the office sent it', () => {
  let draft: WordDraft;
  beforeAll(async () => {
    draft = await readWord(FILE, { fileName: '明政办〔2020〕34号.docx' });
  });

  it('is recognised: title, number, issuer, date, kind, annex', () => {
    expect(draft).toMatchObject({
      type: 'policy',
      title: '明溪县人民政府办公室关于印发明溪县全面推进基层政务公开标准化规范化工作实施方案的通知',
      documentNumber: '明政办〔2020〕34号',
      issuer: '明溪县人民政府办公室',
      writtenOn: '2020-09-28',
      disclosure: null,
      annexes: [{ label: '附件', title: '明溪县推进政务公开工作联席会议制度' }],
      images: [],
    });
  });

  it('has its headings on the levels their numbers name, whatever their styles say', () => {
    const $ = load(draft.body);
    const headings = $('h2, h3, h4')
      .toArray()
      .map((element) => `${'name' in element ? element.name : ''} ${$(element).text()}`);
    expect(headings).toEqual([
      'h2 明溪县全面推进基层政务公开 标准化规范化工作实施方案',
      'h3 一、指导思想',
      'h3 二、工作目标',
      'h3 三、重点任务',
      'h3 四、保障措施',
      'h2 明溪县推进政务公开工作联席会议制度',
      'h3 一、联席会议组成人员',
      'h3 二、联席会议办公室',
      'h3 三、工作规则',
    ]);
  });

  it('begins with the addressees, is signed on the right, and ends with the last rule', () => {
    expect(draft.body).toMatch(/^<p>各乡（镇）人民政府，县有关单位：<\/p>/);
    expect(draft.body).toContain(
      '<p data-align="right">明溪县人民政府办公室</p><p data-align="right">2020年9月28日</p>',
    );
    expect(draft.body).toMatch(/印发各成员单位和有关方面贯彻落实。<\/p>$/);
  });

  it('keeps every row of the list of names, and joins exactly the five sentences that pages cut', () => {
    expect(draft.body).toContain('<p>王 录 县司法局局长</p>');
    expect(draft.body).toContain('陈国强 县审计局局长<br>王传荣 县人社局局长<br>');
    expect(draft.notes.map(({ code, text }) => (code === 'line-joined' ? text : code))).toEqual([
      'red-head',
      'title-joined',
      '疑为换页断开的句子，已合并：“基层政务公开随意性大、公|开平台不统一、解读回应不”，请核对',
      '疑为换页断开的句子，已合并：“网站公开，2022 年上|半年完成政务公开事项标准”，请核对',
      '疑为换页断开的句子，已合并：“息以及依申请公开较为集中|的信息进行全面自查，发现”，请核对',
      '疑为换页断开的句子，已合并：“、各有关单位，各乡（镇）|人民政府”，请核对',
      '疑为换页断开的句子，已合并：“原则上每年召开一至二次例|会，根据工作需要可邀请其”，请核对',
    ]);
  });

  it('loses no character: head, number, title and body are the document', async () => {
    const parts = await unzip(FILE, (name) => name === 'word/document.xml');
    const xml = parts.get('word/document.xml')?.toString('utf8') ?? '';
    const written = Array.from(xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g), ([, text = '']) => text).join('');
    const read = `明溪县人民政府办公室文件${draft.documentNumber}${draft.title}${load(draft.body)('body').text()}`;
    expect(bare(read)).toBe(bare(written));
  });

  it('is clean already', () => {
    expect(cleanHtml(draft.body, 'body')).toEqual({ html: draft.body, issues: [] });
  });
});
