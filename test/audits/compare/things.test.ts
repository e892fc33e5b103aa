import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { isSameFile, isSameImage, readImage } from '../../../src/audits/compare/images.ts';
import { judgeLink } from '../../../src/audits/compare/links.ts';
import { compareTables } from '../../../src/audits/compare/tables.ts';
import type { Look } from '../../../src/audits/look.ts';

describe('compareTables', () => {
  const table = [
    ['序号', '乡镇', '金额（元）'],
    ['1', '雪峰镇', '1,200.50'],
    ['2', '盖洋镇', '3,400.00'],
  ];
  const shown = [
    ['首页', '政务公开'],
    ['序号', '乡镇', '金额(元)'],
    ['1', '雪峰镇', '1200.50'],
    ['2', '盖洋镇', '3,400.00'],
  ];

  it('finds nothing where each cell says the same', () => {
    expect(compareTables([table], [[['导航']], shown.slice(1)])).toEqual([]);
  });

  it('tells the row and column of what differs, and how bad it is', () => {
    const changed = [...shown.slice(1, 3), ['2', '盖洋镇', '4,300.00']];
    expect(compareTables([table], [changed])).toMatchObject([
      { table: 1, row: 3, column: 3, actual: '4,300.00', severity: 'critical' },
    ]);
  });

  it('is not put out by a row more, and says which cells are missing with a row', () => {
    const more = [...shown.slice(1, 3), ['', '合计', ''], ...shown.slice(3)];
    expect(compareTables([table], [more])).toEqual([]);
    expect(compareTables([table], [shown.slice(1, 3)]).map(({ row, column, actual }) => [row, column, actual])).toEqual(
      [
        [3, 1, null],
        [3, 2, null],
        [3, 3, null],
      ],
    );
  });
});

const picture = (turn: boolean): Promise<Buffer> => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><rect width="640" height="400" fill="#ddd"/>
    <rect x="${turn ? 400 : 40}" y="60" width="200" height="280" fill="#222"/><circle cx="${turn ? 120 : 470}" cy="200" r="90" fill="#777"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
};

describe('images and attachments', () => {
  it('takes the same picture, scaled and encoded anew, for the same, and another one for another', async () => {
    const original = await picture(false);
    const platform = await sharp(original).resize(320).jpeg({ quality: 60 }).toBuffer();
    const [one, copy, other] = await Promise.all([original, platform, await picture(true)].map(readImage));
    if (!one || !copy || !other) throw new Error('three images were read');
    expect(isSameImage(one, copy)).toBe(true);
    expect(isSameImage(one, other)).toBe(false);
  });

  it('compares by bytes what is no image', async () => {
    const [one, two] = await Promise.all([Buffer.from('a'), Buffer.from('b')].map(readImage));
    if (!one || !two) throw new Error('two were read');
    expect(isSameImage(one, one)).toBe(true);
    expect(isSameImage(one, two)).toBe(false);
    expect(isSameFile(Buffer.from('abc'), Buffer.from('abc'))).toBe(true);
    expect(isSameFile(Buffer.from('abc'), Buffer.from('abd'))).toBe(false);
  });
});

describe('judgeLink', () => {
  const url = 'https://www.example.gov.cn/a.htm';
  const shows = (at = url): Look => ({
    kind: 'page',
    status: 200,
    url: at,
    headers: {},
    body: new Uint8Array(),
    ms: 1,
  });
  const page = { title: '关于停水的通知', text: '正文' };

  it('is content with what opens', () => {
    expect(judgeLink(url, shows(), page)).toEqual({ level: 'ok', text: '', fix: '', isTold: true });
    expect(judgeLink(url, shows('https://example.gov.cn/a.htm'), page).level).toBe('ok');
  });

  it.each([
    ['gone', { kind: 'gone', status: 404, url, ms: 1 } as const, null, 'broken'],
    [
      'an intranet address',
      { kind: 'unknown', cause: 'address-refused', text: '', url, ms: 1 } as const,
      null,
      'broken',
    ],
    ['another site', shows('https://elsewhere.example/'), page, 'caution'],
    ['a page that says 404 with 200', shows(), { title: '404 Not Found', text: '' }, 'broken'],
    ['a bought domain', shows(), { title: '澳门娱乐城', text: '真人视讯' }, 'danger'],
    ['a domain for sale', shows(), { title: 'example.com', text: '此域名正在出售' }, 'danger'],
  ])('judges %s and says what to do', (_, look, said, level) => {
    const verdict = judgeLink(url, look, said);
    expect(verdict).toMatchObject({ level, isTold: true });
    expect(verdict.fix).not.toBe('');
  });

  it.each(['status', 'too-slow', 'host-resting', 'robots-refused', 'stopped'] as const)(
    'tells nothing where the visit says nothing: %s',
    (cause) => {
      const verdict = judgeLink(url, { kind: 'unknown', cause, text: '', url, ms: 1 }, null);
      expect(verdict).toMatchObject({ level: 'caution', isTold: false });
    },
  );
});
