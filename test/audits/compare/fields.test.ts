import { describe, expect, it } from 'vitest';
import { compareFields, type ExpectedFields } from '../../../src/audits/compare/fields.ts';
import { parsePubDate } from '../../../src/audits/compare/pub-date.ts';
import { comparePage } from '../../../src/audits/compare/compare-page.ts';
import { readPage } from '../../../src/audits/read/read-page.ts';

const TAGS = {
  SiteName: '明溪县人民政府',
  SiteDomain: 'www.fjmx.gov.cn',
  SiteIDCode: '3504210001',
  ColumnName: '通知公告',
  ColumnDescription: '通知公告',
  ColumnKeywords: '通知,公告',
  ColumnType: '政策文件',
  ArticleTitle: '关于停水的通知',
  PubDate: '2020-03-05 09:30',
  ContentSource: '县政府办',
};
const page = (tags: Readonly<Record<string, string>>, body = '<h1>关于停水的通知</h1><p>明政办〔2020〕34号</p>') =>
  readPage(
    Object.entries(tags)
      .map(([name, content]) => `<meta name="${name}" content="${content}">`)
      .join('') + body,
    'http://localhost/',
  );
const expected: ExpectedFields = {
  title: '关于停水的通知',
  source: '县政府办',
  documentNumber: '明政办〔2020〕34号',
  writtenOn: '2020-03-04',
  publishedOn: '2020-03-05',
  firstSeen: '2020-03-05 09:30',
  tags: true,
};
const kinds = (change: Readonly<Record<string, string>>, fields: Partial<ExpectedFields> = {}) =>
  compareFields({ ...expected, ...fields }, page({ ...TAGS, ...change })).map(
    ({ kind, severity }) => `${kind} ${severity}`,
  );

describe('compareFields', () => {
  it('finds nothing wrong with a page as it should be, in whatever case its tags are written', () => {
    expect(kinds({})).toEqual([]);
    const shouted = Object.fromEntries(Object.entries(TAGS).map(([name, content]) => [name.toUpperCase(), content]));
    expect(compareFields(expected, page(shouted))).toEqual([]);
  });

  it.each(['2020——03——05 09:30', '2020/3/5 09:30', '2020年3月5日', '2020-03-05', '2020－03－05 09:30'])(
    'reads 发布时间 “%s”',
    (PubDate) => {
      expect(kinds({ PubDate })).toEqual([]);
    },
  );

  it('holds a 发布时间 before 成文日期, before the publication, or changed later for forged', () => {
    expect(kinds({ PubDate: '2020-03-03 09:30' })).toEqual([
      'date-before-written critical',
      'date-backdated critical',
      'date-changed critical',
    ]);
    expect(kinds({ PubDate: '2020-03-05 10:30' })).toEqual(['date-changed critical']);
    expect(kinds({ PubDate: '2020-03-06' })).toEqual(['date-changed critical']);
  });

  it('reports rather than crashes on values that templates left empty or wrong', () => {
    expect(kinds({ PubDate: 'null', ColumnType: '', SiteName: 'undefined' })).toEqual([
      'tag-empty major',
      'tag-empty major',
      'tag-empty major',
    ]);
    expect(kinds({ PubDate: '昨天' })).toEqual(['date-unreadable major']);
    expect(compareFields({ title: '关于停水的通知', tags: true }, page({}))).toHaveLength(10);
    expect(compareFields({ title: '关于停水的通知', tags: false }, page({}))).toEqual([]);
  });

  it('compares source, title tag and 文号', () => {
    expect(kinds({ ContentSource: '县水利局' })).toEqual(['source major']);
    expect(kinds({ ArticleTitle: '关于停电的通知' })).toEqual(['title-tag major']);
    expect(kinds({}, { documentNumber: '明政办〔2020〕43号' })).toEqual(['document-number critical']);
  });

  it.each(['2020-02-30', '2020-13-01', '20200305', ''])('takes “%s” for no date', (text) => {
    expect(parsePubDate(text)).toBeNull();
  });
});

describe('comparePage', () => {
  const document = { title: '关于停水的通知', text: '因管道检修，城区部分路段停水。', tables: [], names: [] };
  const shown = (title: string) => page({}, `<ul><li>关于停水的通知</li></ul><h1>${title}</h1><p>${document.text}</p>`);

  it('finds a title that was changed in its heading though a list still has it right', () => {
    expect(comparePage(document, shown(document.title))).toEqual([]);
    expect(comparePage(document, shown('关于停电的通知'))).toMatchObject([
      {
        kind: 'changed',
        meaning: 'title',
        severity: 'critical',
        expected: { start: 0, text: document.title },
        actual: { text: '关于停电的通知' },
      },
    ]);
  });
});
