import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogEntries, items } from '../../../db/schema/index.ts';
import { createCorrection, createDraft } from '../../../src/items/drafts/create.ts';
import { saveDraft } from '../../../src/items/drafts/save.ts';
import { buildContent } from '../../support/factories.ts';
import { approve, li, openDesk, submit, zhang, type Desk } from '../../support/drafts.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  const entry = { name: '救助标准', columnId: 'tzgg', timeLimit: '及时公开', since: '2026-01-01' };
  await desk.ctx.db.insert(catalogEntries).values({ ...entry, id: 'GK-07' });
});
afterAll(() => desk.close());

it('the 目录事项 that a draft names is that of the item it becomes', async () => {
  const { id, version } = await createDraft(desk.ctx, { unit: 'xzfb', catalogEntry: 'GK-07' }, zhang);
  const draft = await saveDraft(desk.ctx, { draftId: id, version, content: buildContent() }, zhang);
  await approve(desk.ctx, await submit(desk.ctx, draft), li);
  expect(await desk.ctx.db.select({ catalogEntry: items.catalogEntry }).from(items)).toEqual([
    { catalogEntry: 'GK-07' },
  ]);
  const [item] = await desk.ctx.db.select({ id: items.id }).from(items);
  expect(await createCorrection(desk.ctx, item?.id ?? '', zhang)).toMatchObject({ catalogEntry: 'GK-07' });
});

it('one that nobody knows is told when the draft is handed in', async () => {
  const { id, version } = await createDraft(desk.ctx, { unit: 'xzfb', catalogEntry: 'GK-08' }, zhang);
  const draft = await saveDraft(desk.ctx, { draftId: id, version, content: buildContent() }, zhang);
  await expect(submit(desk.ctx, draft)).rejects.toMatchObject({
    issues: [{ field: 'catalogEntry', code: 'unknown-catalog-entry', facts: { id: 'GK-08' } }],
  });
});
