import { load } from 'cheerio';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPage } from '../../../adapters/portal-column/read-page.ts';
import { render } from '../../../adapters/portal-column/render.ts';
import { readSite, SETTINGS } from '../../../adapters/portal-column/settings.ts';
import { writeArticlePage } from '../../../adapters/portal-column/templates/article.ts';
import type { Manuscript } from '../../../adapters/contract.ts';
import { cleanHtml } from '../../../src/items/clean-html.ts';
import { ATTACKS } from '../../fixtures/hostile-html.ts';
import { TAGS } from '../../support/html-subset.ts';
import { BASE, FORM, manuscriptOf, NOW, openPortal, PICTURE, type Portal } from './portal.ts';

const site = readSite({
  ...Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, name])),
  baseUrl: BASE,
  siteDomain: '',
  siteIdCode: '3504210001',
} as Parameters<typeof readSite>[0]);

const pageOf = (manuscript: Manuscript): string => {
  const { body, card, path } = render(manuscript);
  return writeArticlePage(site, { card, path, article: body, related: [] });
};
const tagsOf = (html: string): Record<string, string> => {
  const $ = load(html);
  return Object.fromEntries(
    $('meta[name]')
      .toArray()
      .map(({ attribs }) => [attribs.name, attribs.content]),
  );
};
const bare = (text: string): string => text.replaceAll(/\s+/g, '');

const policy = {
  type: 'policy',
  column: 'zcwj',
  title: '关于印发《实施方案》的通知',
  documentNumber: '明政办〔2020〕34号',
  indexNumber: 'SM04100-2020-00034',
  writtenOn: '2020-09-28',
  validity: '有效',
  keywords: ['政务公开', '标准化'],
  summary: '一句话说明。',
  body: `<p><img src="asset:${PICTURE.id}" alt="图"></p>`,
} as const;

describe('网页标签 (国办发〔2017〕47号)', () => {
  it('carries the ten mandatory tags on an article', () => {
    expect(tagsOf(pageOf(manuscriptOf(policy as never)))).toMatchObject({
      SiteName: 'siteName',
      SiteDomain: 'portal.test',
      SiteIDCode: '3504210001',
      ColumnName: '政策文件',
      ColumnDescription: '县政府及县政府办公室文件',
      ColumnKeywords: '政策,文件',
      ColumnType: '政策文件',
      ArticleTitle: '关于印发《实施方案》的通知',
      PubDate: '2026-11-24 10:30',
      ContentSource: '明溪县人民政府办公室',
    });
  });

  it('adds the optional ones that are known, and leaves out the others', () => {
    const path = render(manuscriptOf(policy as never)).path;
    expect(tagsOf(pageOf(manuscriptOf(policy as never)))).toMatchObject({
      Keywords: '政务公开,标准化',
      Description: '一句话说明。',
      Image: `${BASE}/assets/${PICTURE.id.slice(0, 32)}.png`,
      Url: `${BASE}/${path}`,
    });
    expect(Object.keys(tagsOf(pageOf(manuscriptOf())))).not.toContain('Description');
  });

  it('never leaves a mandatory tag empty, whatever the column says of itself', () => {
    const tags = tagsOf(pageOf(manuscriptOf({ column: 'xinlanmu' })));
    expect(Object.values(tags)).not.toContain('');
    expect(tags).toMatchObject({ ColumnDescription: 'xinlanmu', ColumnKeywords: 'xinlanmu' });
  });
});

describe('the article', () => {
  it('shows the information table of government pages', () => {
    const $ = load(pageOf(manuscriptOf(policy as never)));
    const rows = $('dl.facts > div').toArray();
    expect(rows.map((row) => [$(row).find('dt').text(), $(row).find('dd').text()])).toEqual([
      ['索引号', 'SM04100-2020-00034'],
      ['文号', '明政办〔2020〕34号'],
      ['成文日期', '2020-09-28'],
      ['发布日期', '2026-11-24'],
      ['来源', '明溪县人民政府办公室'],
      ['有效性', '有效'],
    ]);
  });

  it('offers attachments under the names people gave them, with type and size', () => {
    const $ = load(pageOf(manuscriptOf({ attachments: [{ asset: FORM.id, name: '目录 "1".pdf' }] })));
    expect($('.files a').attr('download')).toBe('目录 "1".pdf');
    expect($('.files a').text()).toBe('目录 "1".pdf（PDF，15 B）');
  });

  it('says when a correction was made, and which revision it is', () => {
    const revisedAt = new Date(NOW.getTime() + 86_400_000);
    expect(pageOf(manuscriptOf({}, { revision: 2, revisedAt }))).toContain('更正时间：2026-11-25 10:30（第2版）');
    expect(pageOf(manuscriptOf())).not.toContain('更正时间');
  });

  it('says what a correction changed, and never on a first revision', () => {
    const revisedAt = new Date(NOW.getTime() + 86_400_000);
    const noted = { changeNote: '停水时间有误，\n由8时改为9时。' };
    const page = pageOf(manuscriptOf(noted, { revision: 2, revisedAt }));
    const $ = load(page);
    expect($('.facts dt').text()).toBe('更正说明');
    expect($('.facts dd').html()).toBe('停水时间有误，<br>由8时改为9时。');
    expect(pageOf(manuscriptOf(noted))).not.toContain('更正说明');
  });

  it('leaves no gap between heading levels', () => {
    const $ = load(pageOf(manuscriptOf({ body: '<h4>甲</h4><p>一</p><h2>乙</h2><h4>丙</h4>' })));
    expect(
      $('article :is(h1,h2,h3,h4)')
        .toArray()
        .map(({ name }) => name),
    ).toEqual(['h1', 'h2', 'h2', 'h3']);
  });

  it('tells readers that a link leaves for a site of no public body', () => {
    const body = '<p><a href="https://a.gov.cn/">甲</a><a href="https://gov.cn.example/">乙</a></p>';
    const $ = load(pageOf(manuscriptOf({ body })));
    expect($('.outside').text()).toBe('乙');
  });

  const anyHtml = fc.oneof(
    fc.constantFrom(...ATTACKS),
    fc.string({ unit: 'grapheme' }),
    fc
      .tuple(fc.constantFrom(...TAGS), fc.string({ unit: 'grapheme' }))
      .map(([tag, text]) => `<${tag}>${text}</${tag}>`),
    fc.constantFrom(...TAGS.map((tag) => `<${tag}>`), '</p>', `<img src="asset:${PICTURE.id}" alt="a>b">`),
  );
  const anyLine = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => /\S/.test(text));

  it('is escaped, whole and readable for any cleaned content', () => {
    fc.assert(
      fc.property(fc.array(anyHtml, { maxLength: 8 }), fc.constantFrom(...ATTACKS), anyLine, (parts, attack, line) => {
        const body = cleanHtml(parts.join(''), 'body').html;
        const attachments = [{ asset: FORM.id, name: attack.slice(0, 200) }];
        const manuscript = manuscriptOf({ title: attack.slice(0, 300), source: line, body, attachments });
        const page = pageOf(manuscript);
        const $ = load(page);
        expect($('script').length).toBe(1);
        expect($('article :is(script,style,iframe,svg,math,form,input,template,base,meta,link)').length).toBe(0);
        expect(
          $('article *')
            .toArray()
            .flatMap(({ attribs }) => Object.keys(attribs))
            .filter((name) => name.startsWith('on')),
        ).toEqual([]);
        expect($('meta[name="ArticleTitle"]').attr('content')).toBe(manuscript.content.title);
        expect(
          $('body > *')
            .toArray()
            .map(({ name }) => name),
        ).toEqual(['a', 'header', 'nav', 'div', 'main', 'footer', 'noscript']);
        const rendition = render(manuscript);
        const read = readPage(page, `${BASE}/${rendition.path}`);
        expect(read.kind === 'article' && bare(read.title)).toBe(bare(rendition.title));
        expect(read.kind === 'article' && bare(read.text)).toBe(bare(rendition.text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a guide', () => {
  const guide = {
    kind: '承诺件',
    agency: '明溪县民政局',
    audience: ['自然人'],
    basis: ['《社会救助暂行办法》'],
    conditions: ['持有本县户口'],
    materials: [{ name: '申请表', sample: FORM.id }],
    steps: [
      { name: '受理', days: 1, note: '当场' },
      { name: '送达', days: 0 },
    ],
    legalDays: 30,
    promisedDays: 16,
    fee: { charged: false },
    place: '一楼窗口',
    hours: '工作日',
    phone: '0598-1',
    complaintPhone: '12345',
    questions: [{ question: '可以代办吗？', answer: '可以' }],
  } as const;
  let portal: Portal;
  beforeAll(async () => {
    portal = await openPortal();
  });
  afterAll(() => portal.close());

  it('shows every field in a section of its own', () => {
    const $ = load(pageOf(manuscriptOf({ type: 'guide', column: 'bszn', body: '', guide: guide as never })));
    expect(
      $('article h2')
        .toArray()
        .map((each) => $(each).text()),
    ).toEqual([
      '基本信息',
      '办理地点和联系方式',
      '设定依据',
      '受理条件',
      '申请材料',
      '办理流程',
      '收费情况',
      '常见问题',
    ]);
    expect(
      $('tbody td')
        .toArray()
        .map((each) => $(each).text()),
    ).toEqual(['1', '申请表', '申请人自备', '原件', '1', '必要', '下载样表']);
  });

  it('reads back from its public page as it was rendered', async () => {
    const manuscript = manuscriptOf({ type: 'guide', column: 'bszn', body: '', guide: guide as never });
    const { remoteId, url } = await portal.publish(manuscript);
    const read = readPage(portal.read(remoteId), url);
    expect(read).toMatchObject({ kind: 'article', revision: 1, title: manuscript.content.title });
    expect(read.kind === 'article' && bare(read.text)).toBe(bare(render(manuscript).text));
    expect(read.kind === 'article' && read.links).toEqual([`${BASE}/assets/${FORM.id.slice(0, 32)}.pdf`]);
  });
});
