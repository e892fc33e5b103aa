import { sql } from 'drizzle-orm';
import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf } from '../../src/reports/document.ts';
import { enterValues } from '../../src/reports/entries.ts';
import { gridsOf } from '../../src/reports/grids.ts';
import { hashOfReport, issueReport } from '../../src/reports/issue.ts';
import { fieldsOf, readReport } from '../../src/reports/read.ts';
import type { Context } from '../../src/context.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { clerk, fakeContext } from '../support/fakes.ts';
import { REPORT_CHANNELS, show } from '../support/report-county.ts';
import { seedBasics } from '../support/seed.ts';

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = {
    ...fakeContext(database, { channels: REPORT_CHANNELS }),
    clock: () => new Date('2027-01-10T02:00:00Z'),
  };
  await seedBasics(ctx.db, REPORT_CHANNELS);
  await show(ctx.db, { title: '甲', channel: 'portal', at: ['2026-05-01T00:00:00Z'] });
});
afterAll(() => database.close());

const read = (kind: string, period: string) => readReport(ctx, kind, period, clerk);
const enter = (kind: 'annual' | 'quarterly' | 'monthly', period: string, values: Record<string, string>) =>
  enterValues(ctx, { key: { kind, period }, fields: fieldsOf(ctx, kind), values }, clerk);
const issueNow = async (kind: string, period: string) => {
  const { content } = await read(kind, period);
  return issueReport(ctx, { kind, period, hash: await hashOfReport(content) }, clerk);
};
const eventsOf = (kind: string) =>
  ctx.db.execute<{ data: Record<string, unknown> }>(sql`select data from events where kind = ${kind} order by id`);

describe('an issued report', () => {
  it('is frozen with its hash in the log, and a correction is another edition beside it', async () => {
    await enter('annual', '2026', { users: '120', icp: '闽ICP备12345678号' });
    const first = await issueNow('annual', '2026');
    await expect(issueNow('annual', '2026')).rejects.toMatchObject({ code: 'not-now' });
    await show(ctx.db, { title: '乙，补录的', channel: 'portal', at: ['2026-06-01T00:00:00Z'] });
    const second = await issueNow('annual', '2026');
    const { editions } = await read('annual', '2026');
    expect(editions.map(({ number }) => number)).toEqual([2, 1]);
    for (const [edition, published] of [
      [editions[1], 1],
      [editions[0], 2],
    ] as const) {
      const lines = edition?.content.blocks.flatMap((block) => block.lines);
      expect(lines?.find(({ id }) => id === 'published')?.value).toBe(published);
      expect(edition && (await hashOfReport(edition.content))).toBe(edition?.hash);
    }
    expect((await eventsOf('report-issued')).map(({ data }) => data['hash'])).toEqual([first.hash, second.hash]);
  });

  it('can be changed or deleted by nobody who comes through the database', async () => {
    for (const statement of [sql`update report_editions set number = 9`, sql`delete from report_editions`])
      await expect(ctx.db.execute(statement)).rejects.toMatchObject({ cause: { code: '23000' } });
  });

  it('is what the person saw, or nothing is issued', async () => {
    await expect(
      issueReport(ctx, { kind: 'quarterly', period: '2026-Q4', hash: 'x'.repeat(64) }, clerk),
    ).rejects.toMatchObject({ code: 'stale-report' });
    expect((await read('quarterly', '2026-Q4')).editions).toEqual([]);
  });

  it('is issued by fifty at once in one edition', async () => {
    const { content } = await read('monthly', '2026-12');
    const asked = { kind: 'monthly', period: '2026-12', hash: await hashOfReport(content) };
    const told = await Promise.allSettled(Array.from({ length: 50 }, () => issueReport(ctx, asked, clerk)));
    expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await read('monthly', '2026-12')).editions).toHaveLength(1);
  });

  it('waits until its period is over, and there is none of a period that has not begun or does not exist', async () => {
    await expect(issueNow('annual', '2027')).rejects.toMatchObject({ code: 'not-now' });
    for (const [kind, period] of [
      ['annual', '2028'],
      ['quarterly', '2026-Q5'],
      ['monthly', '2026-13'],
      ['weekly', '2026'],
      ['constructor', '2026'],
    ] as const)
      await expect(read(kind, period)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what is entered', () => {
  it('is kept for the next year where it lasts, and shown beside the gap where it does not', async () => {
    const lines = (await read('annual', '2027')).content.blocks.flatMap((block) => block.lines);
    expect(lines.find(({ id }) => id === 'icp')).toMatchObject({ value: '闽ICP备12345678号', state: 'kept' });
    expect(lines.find(({ id }) => id === 'users')).toMatchObject({ value: null, state: 'missing' });
    expect(lines.find(({ id }) => id === 'users')?.source).toContain('2026年度为 120个');
  });

  it('is refused with every wrong line at once, and nothing of it is kept', async () => {
    const values = {
      visits: '-1',
      'messages-days': '1.234',
      media: '也许',
      innovation: '搜索即服务、没有的',
      'filled-on': '2026-02-30',
      nonsense: '1',
      'services-online': '9'.repeat(14),
      topics: '3',
    };
    const error = await enter('annual', '2026', values).catch((thrown: unknown) => thrown);
    expect((error as { issues: { field: string }[] }).issues.map(({ field }) => field).sort()).toEqual(
      ['filled-on', 'innovation', 'media', 'messages-days', 'nonsense', 'services-online', 'visits'].sort(),
    );
    const lines = (await read('annual', '2026')).content.blocks.flatMap((block) => block.lines);
    expect(lines.find(({ id }) => id === 'topics')?.value).toBeNull();
  });

  it('writes one event with what changed, and none where nothing did', async () => {
    const before = (await eventsOf('report-entered')).length;
    expect(await enter('annual', '2026', { topics: '3', 'topics-new': '' })).toBe(1);
    expect(await enter('annual', '2026', { topics: '3' })).toBe(0);
    expect(await enter('annual', '2026', { topics: '' })).toBe(1);
    expect((await eventsOf('report-entered')).slice(before).map(({ data }) => data['values'])).toEqual([
      { topics: '3' },
      { topics: '' },
    ]);
  });
});

describe('the document of a report', () => {
  it.each([
    ['annual', '2026'],
    ['quarterly', '2026-Q2'],
    ['monthly', '2026-05'],
  ])('of %s opens as a Word file and says every number and source of it', async (kind, period) => {
    const { content } = await read(kind, period);
    const { value, messages } = await mammoth.extractRawText({ buffer: Buffer.from(await documentOf(content, null)) });
    expect(messages.filter(({ type }) => type === 'error')).toEqual([]);
    expect(value).toContain(content.title);
    expect(value).toContain('草稿，未出具');
    for (const { title, lines, paragraphs } of content.blocks) {
      expect(value).toContain(title);
      for (const paragraph of paragraphs) expect(value).toContain(paragraph);
      for (const { source, value: told } of lines) {
        expect(value).toContain(source);
        expect(value).toContain(String(told ?? ''));
      }
    }
    const [form] = gridsOf(content);
    expect(form?.rows).toHaveLength(content.blocks.reduce((sum, { lines }) => sum + lines.length, 0));
  });
});
