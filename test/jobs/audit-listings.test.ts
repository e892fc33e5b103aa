import { readFileSync, rmSync } from 'node:fs';
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

describe('lists', () => {
  const column = 'http://platform.test/base/tzgg/index.html';

  it('that do not lead to the copy, or call it otherwise, are found', async () => {
    const [path = ''] = url.split('/').slice(-1);
    stage.edit(column, path, 'nowhere.html');
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ kind: 'not-listed', facts: { where: '栏目“通知公告”' } }]);
    stage.edit(column, 'nowhere.html', path);
    stage.edit(column, TITLE, '关于发放补贴的通知');
    await stage.look(itemId);
    expect(await stage.kinds()).toEqual(['listed-wrong']);
  });

  it('that cannot be read close nothing', async () => {
    const [path = ''] = url.split('/').slice(-1);
    stage.edit(column, path, 'nowhere.html');
    await stage.look(itemId);
    stage.answers.set(column, () => new Response('', { status: 503 }));
    await stage.look(itemId);
    expect(await stage.kinds()).toEqual(['not-listed']);
  });

  it('of another column that lead to it instead are one finding that names both', async () => {
    const other = 'http://platform.test/base/zwdt/index.html';
    await stage.world.settle(
      await stage.world.approve({ type: 'news', column: 'zwdt', title: `又一篇${TITLE}`, body: BODY }),
    );
    const [path = ''] = url.split('/').slice(-1);
    stage.edit(column, path, 'nowhere.html');
    stage.edit(other, '</main>', `<p><a href="${url}">${TITLE}</a></p></main>`);
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([
      { kind: 'wrong-column', severity: 'major', facts: { where: '栏目“通知公告”', instead: '栏目“政务动态”' } },
    ]);
    stage.edit(column, 'nowhere.html', path);
    await stage.look(itemId);
    expect(await stage.open()).toEqual([]);
  });

  it('that are gone lead nowhere', async () => {
    rmSync(stage.file(column));
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ kind: 'not-listed', facts: { where: '栏目“通知公告”' } }]);
  });
});

describe('caches', () => {
  it('that still show what the origin took back are told as such, with what to do, until they forget', async () => {
    const page = readFileSync(stage.file(url));
    await stage.world.withdraw(itemId);
    await stage.world.settle(itemId);
    const cached = (revalidates: boolean) =>
      new Response(revalidates ? null : page, {
        status: revalidates ? 404 : 200,
        headers: { 'content-type': 'text/html' },
      });
    stage.answers.set(url, (request) => cached(request.headers.has('cache-control')));
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'still-there' });
    expect(await stage.open()).toMatchObject([{ kind: 'still-cached', severity: 'critical' }]);
    stage.answers.set(url, () => cached(false));
    await stage.look(itemId);
    expect(await stage.kinds()).toEqual(['still-there']);
    stage.answers.delete(url);
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'absent' });
    expect(await stage.open()).toEqual([]);
  });
});
