import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORT_CHANNELS, show } from '../../support/report-county.ts';
import { openStaffWorld, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

let world: StaffWorld;
let office: StaffBrowser;
let clerk: StaffBrowser;
beforeAll(async () => {
  world = await openStaffWorld({ channels: REPORT_CHANNELS });
  await show(world.ctx.db, { title: '甲', channel: 'portal', at: ['2025-05-01T00:00:00Z'] });
  await world.user('office', ['office']);
  await world.user('clerk', ['clerk']);
  [office, clerk] = [world.open(), world.open()];
  await office.signIn('office');
  await clerk.signIn('clerk');
});
afterAll(() => world.close());

const PATH = '/console/reports/annual/2025';
const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const hashOf = (html: string): string => /name="hash" value="([0-9a-f]{64})"/.exec(html)?.[1] ?? '';

describe('the pages of reports', () => {
  it('list what is due, with its day, and lead to any other period', async () => {
    const { html } = await office.get('/console/reports');
    expect(textOf(html)).toMatch(/政府网站工作年度报表 20\d\d-01-31/);
    expect((await office.get('/console/reports/open?kind=quarterly&period=2025-Q3')).to).toBe(
      '/console/reports/quarterly/2025-Q3',
    );
    expect((await office.get('/console/reports/quarterly/2025-Q3')).status).toBe(200);
    expect((await office.get('/console/reports/quarterly/2025-Q9')).status).toBe(404);
  });

  it('are filled in, issued and frozen', async () => {
    await office.get(PATH);
    const wrong = await office.post(`${PATH}/entries`, { users: '很多', topics: '2' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('不小于 0 的整数');
    expect(wrong.html).toContain('value="很多"');
    const saved = await office.post(`${PATH}/entries`, {
      users: '12',
      topics: '2',
      innovation: ['搜索即服务', '无障碍浏览'],
      'innovation-other': '一网通查\r\n适老化',
    });
    expect(saved.to).toBe(`${PATH}?notice=saved`);
    const page = await office.get(PATH);
    expect(textOf(page.html)).toContain('搜索即服务、无障碍浏览');
    const issued = await office.post(`${PATH}/issue`, { hash: hashOf(page.html) });
    expect(issued.to).toBe(`${PATH}/editions/1?notice=report-issued`);
    const edition = await office.get(`${PATH}/editions/1`);
    expect(textOf(edition.html)).toContain('内容已冻结，指纹');
    expect(edition.html).not.toMatch(/<textarea|type="number"/);
    expect(textOf((await office.get(PATH)).html)).toContain('与最近一次出具的内容相同');
    expect(textOf((await office.get('/console/reports')).html)).toContain('职员office');
  });

  it('are read and taken home by whoever may export, who finds no form there', async () => {
    const { status, html } = await clerk.get(PATH);
    expect(status).toBe(200);
    expect(html).not.toMatch(/<textarea|\/issue"/);
    expect((await clerk.post(`${PATH}/entries`, { users: '1' })).status).toBe(403);
    for (const address of [`${PATH}/file?as=docx`, `${PATH}/file?as=xlsx&edition=1`]) {
      const file = await clerk.get(address);
      expect([file.status, file.html.startsWith('PK')]).toEqual([200, true]);
      expect(decodeURIComponent(file.headers.get('content-disposition') ?? '')).toContain(
        '2025年度政府网站工作年度报表',
      );
    }
    expect((await clerk.get(`${PATH}/file?as=xlsx&edition=7`)).status).toBe(404);
  });

  it('are closed to somebody of one unit: a report is the whole county’s', async () => {
    await world.user('bound', ['clerk'], { unitIds: ['xmzj'] });
    const bound = world.open();
    await bound.signIn('bound');
    for (const path of ['/console/reports', PATH, `${PATH}/file?as=xlsx`])
      expect((await bound.get(path)).status).toBe(403);
  });
});
