import { load } from 'cheerio';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClient } from '../../../adapters/portal-column/client.ts';
import { dropEntry, putEntry } from '../../../adapters/portal-column/folder/columns.ts';
import { readSite } from '../../../adapters/portal-column/settings.ts';
import { openPortal, type Portal } from './portal.ts';

const column = { id: 'tzgg', name: '通知公告', description: '', keywords: [], type: '工作动态' };

let portal: Portal;
beforeEach(async () => {
  portal = await openPortal();
});
afterEach(() => portal.close());

const pathOf = (at: number): string => `tzgg/202611/${String(at).padStart(16, '0')}.html`;

/** Puts the article of a minute in, or takes it out. */
const change = (at: number, isIn: boolean): Promise<void> => {
  const io = portal.io();
  const publishedAt = new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString();
  const facts = {
    title: `第${at}号`,
    type: 'notice' as const,
    publishedAt,
    revisedAt: publishedAt,
    documentNumber: null,
  };
  return openClient(portal.root, io.signal).hold((folder) =>
    isIn
      ? putEntry(folder, readSite(io.settings), { folder: 'tzgg', column }, { path: pathOf(at), ...facts })
      : dropEntry(folder, readSite(io.settings), 'tzgg', pathOf(at)),
  );
};

/** Titles on each page, walking as a reader does. */
const walk = (): string[][] => {
  const pages: string[][] = [];
  for (let file: string | undefined = 'index.html'; file !== undefined;) {
    const $ = load(portal.read(`tzgg/${file}`));
    pages.push(
      $('.entries a')
        .toArray()
        .map((each) => $(each).text()),
    );
    file = $('a[rel="next"]').attr('href');
  }
  return pages;
};
const lists = (): string[] => portal.files().filter((file) => file.startsWith('tzgg/list-'));

describe('the pages of a column', () => {
  it('show every article once, newest first, whatever comes and goes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 65 }), fc.boolean()), { maxLength: 15 }),
        async (moves) => {
          const there = new Set<number>();
          for (let at = 1; at <= 65; at += 4) moves.push([at, true]);
          for (const [at, isIn] of moves) {
            await change(at, isIn);
            if (isIn) there.add(at);
            else there.delete(at);
          }
          expect(walk().flat()).toEqual([...there].sort((a, b) => b - a).map((at) => `第${at}号`));
          expect(lists().length).toBe(walk().length - 1);
          for (const at of there) await change(at, false);
        },
      ),
      { numRuns: 3 },
    );
  });

  it('keep their entries when new ones come: only the first page changes', async () => {
    for (let at = 1; at <= 59; at += 1) await change(at, true);
    const before = lists().map((file) => portal.read(file));
    expect(walk().map((page) => page.length)).toEqual([39, 20]);
    await change(60, true);
    expect(walk().map((page) => page.length)).toEqual([20, 20, 20]);
    // The page before the new one learns its new neighbour; its entries, and every older page, stay.
    expect(load(portal.read('tzgg/list-1.html'))('.entries').html()).toBe(load(before[0] ?? '')('.entries').html());
    await change(61, true);
    expect(lists()).toEqual(['tzgg/list-1.html', 'tzgg/list-2.html']);
  });

  it('change where the article was, and nowhere else, when one is taken back', async () => {
    for (let at = 1; at <= 100; at += 1) await change(at, true);
    const before = lists().map((file) => load(portal.read(file))('.entries').html());
    await change(25, false);
    const after = lists().map((file) => load(portal.read(file))('.entries').html());
    expect(before.flatMap((page, index) => (page === after[index] ? [] : [index + 1]))).toEqual([2]);
  });

  it('lose the pages that no longer exist', async () => {
    for (let at = 1; at <= 40; at += 1) await change(at, true);
    expect(lists()).toEqual(['tzgg/list-1.html']);
    await change(40, false);
    expect(lists()).toEqual([]);
    expect(walk().map((page) => page.length)).toEqual([39]);
  });

  it('say so when a column is empty, and the home page drops it', async () => {
    await change(1, true);
    await change(1, false);
    expect(portal.read('tzgg/index.html')).toContain('暂无信息');
  });
});
