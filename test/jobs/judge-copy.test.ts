import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

let stage: AuditStage;
let itemId: string;
let url: string;

beforeEach(async () => {
  stage = await openAuditStage();
  itemId = await stage.world.approve({ title: TITLE, body: BODY });
  url = (await stage.world.settle(itemId)).url ?? '';
});
afterEach(() => stage.close());

describe('tables', () => {
  it('a cell of a table: tells its row and column', async () => {
    stage.edit(url, '>86<', '>89<');
    await stage.look(itemId);
    const [finding] = await stage.open();
    expect(finding?.facts['what']).toBe('数字改动（表格第 2 行第 2 列）：应为“86”，现为“89”');
    expect(finding?.evidence).toMatchObject({ differences: [{ cell: { table: 1, row: 2, column: 2 } }] });
  });

  it('a cell that moved under another heading is found though all words are there in order', async () => {
    const empty = BODY.replace('<td>86</td>', '<td>86</td><td></td>').replace(
      '<th>人数</th>',
      '<th>人数</th><th>户数</th>',
    );
    const id = await stage.world.approve({ title: TITLE, body: empty });
    const at = (await stage.world.settle(id)).url ?? '';
    expect(await stage.look(id)).toMatchObject({ verdict: 'same' });
    stage.edit(at, '<td>86</td><td></td>', '<td></td><td>86</td>');
    expect(await stage.look(id)).toMatchObject({ verdict: 'differs' });
    expect(await stage.open()).toMatchObject([{ kind: 'differs', facts: { places: 1 } }]);
  });
});

describe('fields beside the text', () => {
  const tag = (name: string, from: string, to: string) =>
    stage.edit(url, `name="${name}" content="${from}`, `name="${name}" content="${to}`);

  it('a 发布时间 written otherwise is the same, and a forged one is one finding', async () => {
    const html = readFileSync(stage.file(url), 'utf8');
    const [, day = ''] = /name="PubDate" content="(\S+)/.exec(html) ?? [];
    const [year = '', month = '', date = ''] = day.split('-');
    tag('PubDate', day, `${year}年${month}月${date}日`);
    await stage.look(itemId);
    expect(await stage.open()).toEqual([]);
    tag('PubDate', `${year}年`, `${Number(year) - 1}年`);
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ kind: 'date-changed', severity: 'critical' }]);
  });

  it('a 发布时间 before the 成文日期 says so beside the change', async () => {
    const id = await stage.world.approve({ title: TITLE, body: BODY, writtenOn: '2026-11-20' });
    url = (await stage.world.settle(id)).url ?? '';
    tag('PubDate', '2026-11', '2026-10');
    await stage.look(id);
    const [finding, ...others] = await stage.open();
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'date-changed' });
    expect(finding?.facts['what']).toMatch(/^应为 2026-11-\d\d .*，现为 2026-10-.*；早于成文日期 2026-11-20$/);
  });

  it.each([
    ['source', 'ContentSource'],
    ['title', 'ArticleTitle'],
    ['name of the column', 'ColumnName'],
  ])('a wrong, empty or missing tag of the %s is one finding that names it once', async (_, name) => {
    const right = readFileSync(stage.file(url), 'utf8');
    const html = (by: string): string => right.replace(new RegExp(`<meta name="${name}"[^>]*>`), by);
    for (const by of ['', `<meta name="${name}" content="">`, `<meta name="${name}" content="别的">`]) {
      writeFileSync(stage.file(url), html(by));
      await stage.look(itemId);
      expect(await stage.open()).toMatchObject([{ kind: 'tags', facts: { what: name } }]);
    }
    writeFileSync(stage.file(url), right);
    await stage.look(itemId);
    expect(await stage.open()).toEqual([]);
  });

  it('a 文号 that was changed is one finding', async () => {
    const id = await stage.world.approve({
      type: 'policy',
      title: TITLE,
      body: BODY,
      documentNumber: '明政办〔2026〕34号',
    });
    const at = (await stage.world.settle(id)).url ?? '';
    expect(await stage.look(id)).toMatchObject({ verdict: 'same' });
    stage.edit(at, '〔2026〕34号', '〔2026〕43号');
    await stage.look(id);
    expect(await stage.open()).toMatchObject([{ kind: 'differs', severity: 'critical', facts: { places: 1 } }]);
  });
});

describe('a site that says “not there” with a 200', () => {
  const home = 'http://platform.test/';
  const html = (title: string, body: string) => () => new Response(`<title>${title}</title><p>${body}</p>`);
  const DESIGN = '欢迎访问明溪县人民政府网站，您可以从栏目导航进入政务公开、政务服务、互动交流，也可以使用站内搜索。';

  it('is 缺失 when the page says so', async () => {
    stage.answers.set(url, html('404 Not Found', '您访问的页面不存在'));
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'missing' });
    expect(await stage.open()).toMatchObject([{ kind: 'missing' }]);
  });

  it('is 缺失 when the site answers every address so, and 未知 when its home page looks the same', async () => {
    const every = html('明溪县人民政府', DESIGN);
    const answer = stage.answers.get.bind(stage.answers);
    stage.answers.get = (at) => answer(at) ?? (at.includes('/yigao-') ? every : undefined);
    stage.answers.set(url, every);
    stage.answers.set(home, every);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'unknown' });
    stage.answers.set(home, html('首页', '今日要闻：全县防汛工作会议召开，要求各乡镇做好值班值守。'));
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'missing' });
    await stage.world.withdraw(itemId);
    await stage.world.settle(itemId);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'absent' });
    expect(await stage.open()).toEqual([]);
  });
});
