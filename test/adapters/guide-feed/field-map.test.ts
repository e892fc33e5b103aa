import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mapPage, parseFieldMap, type FieldMap } from '../../../adapters/guide-feed/field-map.ts';
import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { feedPageSchema, writeFeedPage, type FeedPage } from '../../../adapters/guide-feed/schema.ts';
import type { Json } from '../../../src/core/json.ts';
import { fullContent, manuscriptOf, settingsOf } from './guides.ts';
import { faultOf, ID, openWorld, receiptAt, render, withdrawal } from './world.ts';

const readme = readFileSync(new URL('../../../adapters/guide-feed/README.md', import.meta.url), 'utf8');
const block = (info: string): string => new RegExp(`\`\`\`${info}\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? '';

const { itemId, body } = guideFeed.render(manuscriptOf(fullContent), settingsOf());
const at = new Date('2026-11-23T02:00:01Z');
const rows = [
  { seq: 1, itemId, version: 1, body: { value: JSON.parse(body) as Json }, at },
  { seq: 2, itemId: ID, version: 2, body: null, at },
];
const page: FeedPage = writeFeedPage({ rows, after: 0, limit: 9 });

const apply = (each: FieldMap): unknown => {
  const parsed = parseFieldMap(JSON.stringify({ all: { from: 'entries', each } }));
  if ('faults' in parsed) throw new Error(parsed.faults);
  return (mapPage(parsed.map, page) as { all: unknown }).all;
};

describe('a field map', () => {
  it('makes of the README’s page what the README shows', () => {
    const parsed = parseFieldMap(block('json map'));
    const example = feedPageSchema.parse(JSON.parse(block('json')));
    expect('map' in parsed && mapPage(parsed.map, example)).toEqual(JSON.parse(block('json mapped')));
  });

  it('renames, nests, translates, joins and fills in', () => {
    const [live, withdrawn] = apply({
      'A.NAME': 'guide.title',
      'A.KIND': { from: 'guide.kind', values: { 承诺件: 2 } },
      WHO: { from: 'guide.audience', values: { 自然人: '1' }, join: '|' },
      FORMS: {
        from: 'guide.materials',
        each: { N: 'name', NEEDED: { from: 'required', values: { true: 'Y', false: 'N' } } },
      },
      FEE: { from: 'guide.fee', each: { HOW_MUCH: 'standard' } },
      DEPTH: { from: 'guide.summary', default: '无' },
      SOURCE: { value: 'yigao' },
    }) as unknown[];
    expect(live).toEqual({
      A: { NAME: fullContent.title, KIND: 2 },
      WHO: '1|法人',
      FORMS: [
        { N: '居民身份证', NEEDED: 'Y' },
        { N: '申领登记表', NEEDED: 'Y' },
        { N: '一寸照片', NEEDED: 'N' },
      ],
      FEE: { HOW_MUCH: '首次免费，补领每张 20 元' },
      DEPTH: '无',
      SOURCE: 'yigao',
    });
    expect(withdrawn).toMatchObject({ A: { NAME: null, KIND: null }, WHO: null, FORMS: null, SOURCE: 'yigao' });
  });

  it.each([
    ['is no JSON', '{', /不是有效的 JSON/],
    ['names a field we do not have', '{"x":{"from":"entries","each":{"N":"guide.titel"}}}', /“N”取自“guide\.titel”/],
    ['asks inside a list without `each`', '{"x":"entries.id"}', /“entries\.id”/],
    ['gives one name a value and fields', '{"a":"next","a.b":"next"}', /“a”既是值又含下级字段/],
    ['has a rule of an unknown kind', '{"a":{"form":"next"}}', /a/],
    ['leaves a name empty', '{"a..b":"next"}', /a\.\.b/],
  ])('that %s is told, and nothing is mapped', (_, text, fault) => {
    expect(parseFieldMap(text)).toEqual({ faults: expect.stringMatching(fault) });
  });

  it('knows every path that a page has', () => {
    const paths = (value: unknown, path: string): string[] =>
      Object.entries(value ?? {}).flatMap(([name, below]) => {
        const here = path === '' ? name : `${path}.${name}`;
        return [here, ...(below && typeof below === 'object' && !Array.isArray(below) ? paths(below, here) : [])];
      });
    const all = page.entries.flatMap((entry) => paths(entry, ''));
    expect(all.length).toBeGreaterThan(30);
    expect(() => apply(Object.fromEntries(all.map((path, index) => [`F${index}`, path])))).not.toThrow();
  });

  it('that is wrong rests the channel before anything is put into the feed', async () => {
    const world = openWorld({ fieldMap: '{"a":"nowhere"}' });
    const signedOut = { fault: 'signed-out', message: expect.stringContaining('fieldMap 有误：“a”取自“nowhere”') };
    expect(await faultOf(guideFeed.publish(render(1, ID), world.io()))).toMatchObject(signedOut);
    expect(await faultOf(guideFeed.withdraw(receiptAt(ID, 1), withdrawal, world.io()))).toMatchObject(signedOut);
    expect(world.feed.entries).toEqual([]);
  });
});
