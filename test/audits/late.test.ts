import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogEntries, items } from '../../db/schema/index.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

let stage: AuditStage;
let itemId: string;

beforeEach(async () => {
  stage = await openAuditStage();
  itemId = await stage.world.approve({ title: TITLE, body: BODY });
  await stage.world.settle(itemId);
});
afterEach(() => stage.close());

describe('the catalog', () => {
  it('says what came out after its 时限', async () => {
    const { db } = stage.world.ctx;
    const entry = {
      id: 'a',
      name: '通知公告',
      columnId: 'tzgg',
      timeLimit: '信息形成之日起20个工作日内',
      since: '2026-01-01',
    };
    await db.insert(catalogEntries).values(entry);
    await stage.look(itemId);
    expect(await stage.open()).toEqual([]);
    const late = await stage.world.approve({ title: TITLE, body: BODY, writtenOn: '2026-09-01' });
    await stage.world.settle(late);
    await stage.look(late);
    expect(await stage.open()).toMatchObject([{ kind: 'late', itemId: late, facts: { published: '2026-11-23' } }]);
  });

  it('holds an item to the entry it names itself, whatever that of its column says', async () => {
    const { db } = stage.world.ctx;
    const entry = { columnId: 'tzgg', since: '2026-01-01' };
    await db.insert(catalogEntries).values([
      { ...entry, id: 'a', name: '通知公告', timeLimit: '信息形成之日起2个工作日内' },
      { ...entry, id: 'b', name: '年度报告', timeLimit: '信息形成之日起90个工作日内' },
    ]);
    const late = await stage.world.approve({ title: TITLE, body: BODY, writtenOn: '2026-09-01' });
    await stage.world.settle(late);
    await db.update(items).set({ catalogEntry: 'b' }).where(eq(items.id, late));
    await stage.look(late);
    expect(await stage.open()).toEqual([]);
    await db.update(items).set({ catalogEntry: 'nobody knows it' }).where(eq(items.id, late));
    await stage.look(late);
    expect(await stage.open()).toMatchObject([{ kind: 'late', facts: { entry: '通知公告' } }]);
  });
});
