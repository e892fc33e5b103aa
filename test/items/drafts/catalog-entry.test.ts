import { afterAll, beforeAll, expect, it } from 'vitest';
import { items } from '../../../db/schema/index.ts';
import { createDraft } from '../../../src/items/drafts/create.ts';
import { saveDraft } from '../../../src/items/drafts/save.ts';
import { buildContent } from '../../support/factories.ts';
import { approve, li, openDesk, submit, zhang, type Desk } from '../../support/drafts.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

it('the 目录事项 that a draft names is that of the item it becomes', async () => {
  const { id, version } = await createDraft(desk.ctx, { unit: 'xzfb', catalogEntry: 'GK-07' }, zhang);
  const draft = await saveDraft(desk.ctx, { draftId: id, version, content: buildContent() }, zhang);
  await approve(desk.ctx, await submit(desk.ctx, draft), li);
  expect(await desk.ctx.db.select({ catalogEntry: items.catalogEntry }).from(items)).toEqual([
    { catalogEntry: 'GK-07' },
  ]);
});
