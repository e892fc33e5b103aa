import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { feedJsonSchema, feedPageSchema, writeFeedPage, type FeedRow } from '../../../adapters/guide-feed/schema.ts';
import type { Json } from '../../../src/core/json.ts';
import { bareContent, fullContent, manuscriptOf, settingsOf, withAttachment } from './guides.ts';

const ajv = addFormats.default(new Ajv2020({ allErrors: true, strict: false }));
const validate = ajv.compile(feedJsonSchema() as object);
const faults = (page: unknown): unknown => (validate(page) ? [] : validate.errors);

const settings = settingsOf({ fileUrl: 'http://files.test/{id}' });
const rowOf = (content: Parameters<typeof manuscriptOf>[0], seq: number): FeedRow => {
  const { itemId, body } = guideFeed.render(manuscriptOf(content), settings);
  return { seq, itemId, version: 1, body: { value: JSON.parse(body) as Json }, at: new Date('2026-11-23T02:00:01Z') };
};
const tombstone = (row: FeedRow, seq: number): FeedRow => ({ ...row, seq, version: row.version + 1, body: null });

describe('the published JSON Schema', () => {
  it('holds for every page we write', () => {
    const rows = [fullContent, bareContent, withAttachment].map((content, index) => rowOf(content, index + 1));
    const page = writeFeedPage({
      rows: [...rows, ...rows.map((row) => tombstone(row, row.seq + 3))],
      after: 0,
      limit: 9,
    });
    expect(page.entries).toHaveLength(6);
    expect(faults(JSON.parse(JSON.stringify(page)))).toEqual([]);
    expect(feedPageSchema.safeParse(page).success).toBe(true);
  });

  it('holds for the example in the README, which uses every field', () => {
    const readme = readFileSync(new URL('../../../adapters/guide-feed/README.md', import.meta.url), 'utf8');
    const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '') as Record<string, unknown>;
    expect(faults(example)).toEqual([]);
    const written = writeFeedPage({ rows: [rowOf(withAttachment, 1)], after: 0, limit: 1 });
    const keys = (page: unknown) => Object.keys((page as typeof written).entries[0]?.guide ?? {});
    expect(keys(example)).toEqual(keys(written));
  });

  it('names every field of the contract in the README with its Chinese name', () => {
    const readme = readFileSync(new URL('../../../adapters/guide-feed/README.md', import.meta.url), 'utf8');
    const described = Array.from(
      JSON.stringify(feedJsonSchema()).matchAll(/"description":"([^"（；：/]+)/g),
      ([, name = '']) => name.trim(),
    );
    expect(described.length).toBeGreaterThan(50);
    expect(described.filter((name) => !name.startsWith('约定见') && !readme.includes(name))).toEqual([]);
  });

  it('refuses a live entry without a guide and a tombstone with one', () => {
    const row = rowOf(bareContent, 1);
    const [live] = writeFeedPage({ rows: [row], after: 0, limit: 1 }).entries;
    const pageOf = (entry: unknown) => ({ entries: [entry], next: '1', hasMore: false });
    expect(faults(pageOf({ ...live, guide: null }))).not.toEqual([]);
    expect(faults(pageOf({ ...live, state: 'withdrawn' }))).not.toEqual([]);
  });

  it('lets a consumer live with fields that are added later', () => {
    const [entry] = writeFeedPage({ rows: [rowOf(bareContent, 1)], after: 0, limit: 1 }).entries;
    const later = {
      entries: [{ ...entry, guide: { ...entry?.guide, newField: 1 } }],
      next: '1',
      hasMore: false,
      also: 2,
    };
    expect(faults(later)).toEqual([]);
  });
});

describe('a page', () => {
  const rows = [1, 2, 3].map((seq) => rowOf(bareContent, seq * 10));

  it('ends at its limit, says that there is more, and goes on after its last entry', () => {
    const page = writeFeedPage({ rows, after: 0, limit: 2 });
    expect(page).toMatchObject({ next: '20', hasMore: true });
    expect(page.entries.map(({ id }) => id)).toEqual(rows.slice(0, 2).map(({ itemId }) => itemId));
  });

  it('keeps the cursor where nothing is new', () => {
    expect(writeFeedPage({ rows: [], after: 30, limit: 2 })).toEqual({ entries: [], next: '30', hasMore: false });
  });
});
