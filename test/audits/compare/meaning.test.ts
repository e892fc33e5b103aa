import { describe, expect, it } from 'vitest';
import { align, type AlignOptions } from '../../../src/audits/compare/align.ts';
import { readPage } from '../../../src/audits/read/read-page.ts';

const LEAD = '各乡（镇）人民政府，县直有关单位：现将有关事项通知如下。';
const compare = (expected: string, shown: string, options: AlignOptions = {}) =>
  align(
    `${LEAD}\n${expected}\n特此通知。`,
    readPage(`<p>${LEAD}</p><p>${shown}</p><p>特此通知。</p>`, 'http://localhost/'),
    options,
  );
const meanings = (expected: string, shown: string, options?: AlignOptions) =>
  compare(expected, shown, options).map(({ meaning, severity }) => `${meaning} ${severity}`);

describe('what a difference means', () => {
  it.each([
    ['补助面积为350亩，其中山地占三成。', '补助面积为360亩，其中山地占三成。', 'number critical'],
    ['补助面积共一百二十亩。', '补助面积共一百三十亩。', 'number critical'],
    ['增速达到１２．５％。', '增速达到１２．６％。', 'number critical'],
    ['安排专项资金1,200万元。', '安排专项资金1,300万元。', 'amount critical'],
    ['请于3月15日前报送。', '请于3月16日前报送。', 'date critical'],
    ['自二〇二〇年五月一日起施行。', '自二〇二一年五月一日起施行。', 'date critical'],
    ['联系电话：0598-2862345。', '联系电话：0598-2862354。', 'phone critical'],
    ['统一社会信用代码为11350421004085123X。', '统一社会信用代码为11350421004085128X。', 'id critical'],
    ['依据明政办〔2020〕34号文件执行。', '依据明政办〔2020〕43号文件执行。', 'document-number critical'],
    ['由县长罗志明主持召开会议。', '由县长罗志敏主持召开会议。', 'name critical'],
    ['逾期未报的应当予以受理。', '逾期未报的不应当予以受理。', 'negation critical'],
    ['任何单位不得擅自占用道路。', '任何单位得擅自占用道路。', 'negation critical'],
    ['要加强巡查，确保安全。', '要加强检查，确保安全。', 'words major'],
  ])('%s → %s is %s', (expected, shown, meaning) => {
    expect(meanings(expected, shown)).toEqual([meaning]);
  });

  it('takes a name it is told for a name', () => {
    expect(meanings('由雪峰片区负责实施。', '由雪岭片区负责实施。', { names: ['雪峰片区'] })).toEqual([
      'name critical',
    ]);
  });

  it.each([
    ['补助面积共一百二十亩。', '补助面积共120亩。'],
    ['补助面积共１２０亩。', '补助面积共120亩。'],
    ['安排专项资金1,200元。', '安排专项资金1200元。'],
    ['人口达到1.2万人。', '人口达到12000人。'],
    ['请于2020年3月5日前报送。', '请于2020年03月05日前报送。'],
    ['自二〇二〇年五月一日起施行。', '自2020年5月1日起施行。'],
    ['要做到“三个确保”——安全。', '要做到"三个确保"--安全。'],
    ['加强巡查，确保安全。', '加强巡查,\u3000确保\u200b安全。'],
  ])('%s and %s mean the same', (expected, shown) => {
    expect(meanings(expected, shown)).toEqual([]);
  });

  it('tells what only looks different when it is asked to', () => {
    expect(meanings('补助面积共一百二十亩。', '补助面积共120亩。', { minor: true })).toEqual(['notation minor']);
    expect(meanings('加强巡查，确保安全。', '加强巡查；确保安全。', { minor: true })).toEqual(['punctuation minor']);
    expect(meanings('加强巡查，确保安全。', '加强巡查；确保安全。')).toEqual([]);
  });

  it.each([
    ['收费标准为0034号。', '收费标准为34号。'],
    ['账号5503608502404。', '账号5503608502402。'],
    ['气温-5度。', '气温5度。'],
  ])('%s and %s do not', (expected, shown) => {
    expect(meanings(expected, shown)).toHaveLength(1);
  });

  it('shows both passages with what stands around them', () => {
    const [found] = compare('请于3月15日前报送。', '请于3月16日前报送。');
    expect(found?.expected).toMatchObject({
      text: '5',
      before: expect.stringMatching(/请于3月1$/),
      after: expect.stringMatching(/^日前报送/),
    });
    expect(found?.actual).toMatchObject({
      text: '6',
      before: expect.stringMatching(/请于3月1$/),
      after: expect.stringMatching(/^日前报送/),
    });
  });
});

describe('whose text it is', () => {
  const text = [
    '一、总体要求。各单位要高度重视。',
    '二、工作安排。按照分工抓好落实。',
    '三、保障措施。加强督促检查指导。',
  ];
  const page = (between: string) =>
    readPage(
      `<ul><li><a href="/">首页</a></li></ul><div class="zoom">${text.map((line) => `<p>${line}</p>`).join(between)}</div>`,
      'http://localhost/',
    );
  const found = (between: string) => align(text.join('\n'), page(between)).map(({ kind }) => kind);

  it.each([
    '<div class="ad"><a href="/x">广告</a></div>',
    '<p align="center"><img src="a.jpg"></p><p align="center">图为会议现场。记者 张三 摄</p>',
    '<ul class="related"><li><a href="/1">全县教育工作会议召开</a></li></ul>',
    '<p>- 2 -</p>',
    '<p>扫一扫在手机打开当前页</p>',
    '<div class="share"><span>分享到：</span><span>微信好友。</span></div>',
    '<p>【字体：大 中 小】</p>',
  ])('%s between two lines is the site’s', (between) => {
    expect(found(between)).toEqual([]);
  });

  it.each(['<p>参加人员不得携带手机入场。</p>', '<p>本站招聘兼职人员，日结工资三百元</p>', '<p>四、附则</p>'])(
    '%s between two lines is put into ours',
    (between) => {
      expect(new Set(found(between))).toEqual(new Set(['added']));
    },
  );

  it('holds a sentence at the end of a paragraph for put in, wherever the paragraph stands', () => {
    const longer = readPage(
      `<div>${text
        .map((line) => `<p>${line}</p>`)
        .join('')
        .replace('指导。', '指导。另行通知。')}</div>`,
      'http://localhost/',
    );
    expect(align(text.join('\n'), longer)).toMatchObject([{ kind: 'added', actual: { text: '另行通知。' } }]);
  });
});
