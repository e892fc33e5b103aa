import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogEntries, deliveries, findings } from '../../db/schema/index.ts';
import { actingPerson } from '../../src/accounts/acting.ts';
import type { Person } from '../../src/accounts/person.ts';
import { listDeadlines } from '../../src/catalog/deadlines.ts';
import { receiveItem } from '../../src/items/receive.ts';
import { setClock } from '../support/database.ts';
import { submit, writeDraft } from '../support/drafts.ts';
import { buildRequest } from '../support/factories.ts';
import { clerk } from '../support/fakes.ts';
import { openStaffWorld, type StaffWorld } from '../support/staff.ts';

let world: StaffWorld;
const people = new Map<string, Person>();
const person = (name: string): Person => people.get(name) ?? expect.unreachable(name);
const told = async (name: string) =>
  (await listDeadlines(world.ctx, actingPerson(person(name)))).map(({ title, daysLeft, day }) => [
    title,
    daysLeft,
    day,
  ]);

beforeAll(async () => {
  world = await openStaffWorld();
  // A Wednesday.
  await setClock(world.ctx.db, new Date('2026-11-25T01:00:00Z'));
  await world.ctx.db.insert(catalogEntries).values([
    { id: 'GK-1', name: '通知', columnId: 'tzgg', timeLimit: '5个工作日内', since: '2026-11-16' },
    { id: 'GK-2', name: '长期信息', columnId: 'tzgg', timeLimit: '长期公开', since: '2026-11-16' },
  ]);
  for (const [name, role] of [
    ['writer', 'editor'],
    ['reader', 'reviewer'],
    ['office', 'office'],
    ['auditor', 'log-auditor'],
  ] as const)
    people.set(name, await world.user(name, [role]));
  people.set('other', await world.user('other', ['editor'], { unitIds: ['xmzj'] }));
  const author = actingPerson(person('writer'));
  await writeDraft(world.ctx, { title: '还有两天', writtenOn: '2026-11-20' }, author);
  await submit(world.ctx, await writeDraft(world.ctx, { title: '已超', writtenOn: '2026-11-17' }, author), author);
  await writeDraft(world.ctx, { title: '目录生效前形成', writtenOn: '2026-11-13' }, author);
  await writeDraft(world.ctx, { title: '没有成文日期' }, author);
  await writeDraft(world.ctx, { title: '跨年', writtenOn: '2026-12-30' }, author);
  await receiveItem(world.ctx, buildRequest({ externalId: 'd-1', title: '今天到期', writtenOn: '2026-11-18' }), clerk);
});
afterAll(() => world.close());

describe('deadlines', () => {
  it('count working days from the 成文日期 by the catalog entry of the column, the nearest first', async () => {
    expect(await told('writer')).toEqual([
      ['已超', -1, '2026-11-24'],
      ['今天到期', 0, '2026-11-25'],
      ['还有两天', 2, '2026-11-27'],
      ['跨年', null, null],
    ]);
  });

  it('show a reviewer what lies before the reviewers, and whoever watches the deliveries what is not out', async () => {
    expect((await told('reader')).map(([title]) => title)).toEqual(['已超', '今天到期']);
    expect((await told('office')).map(([title]) => title)).toEqual(['已超', '今天到期', '还有两天', '跨年']);
    expect(await told('auditor')).toEqual([]);
  });

  it('show nothing of another unit', async () => {
    expect(await told('other')).toEqual([]);
  });

  it('are on the desk, in days left, each with its link', async () => {
    const browser = world.open();
    await browser.signIn('writer');
    const { html } = await browser.get('/console/desk');
    for (const words of ['已超 1 天', '今天到期', '还剩 2 天', '待国务院放假通知后计算', '通知：5个工作日内'])
      expect(html).toContain(words);
    const [, path = ''] = /href="(\/console\/drafts\/[^"]+)">已超</.exec(html) ?? [];
    expect((await browser.get(path)).status).toBe(200);
  });

  it('count what is not updated by its rule, from the day it was looked at, and other findings by their own time', async () => {
    const common = { severity: 'minor', facts: {}, fingerprint: '', dueAt: new Date('2026-12-31T10:00:00Z') } as const;
    await world.ctx.db.insert(findings).values([
      {
        ...common,
        subject: 'place:a',
        kind: 'stale',
        evidence: { daysLeft: 4 },
        seenAt: new Date('2026-11-24T01:00:00Z'),
      },
      { ...common, subject: 'place:b', kind: 'empty', dueAt: new Date('2026-11-26T10:00:00Z') },
    ]);
    const found = (await listDeadlines(world.ctx, actingPerson(person('office')))).filter(
      ({ about }) => about === 'finding',
    );
    expect(found.map(({ daysLeft }) => daysLeft)).toEqual([1, 3]);
  });

  it('end when the copy is out', async () => {
    await world.ctx.db.update(deliveries).set({ status: 'live', actual: 'live', url: 'http://a.test/', remoteId: '1' });
    const left = await listDeadlines(world.ctx, actingPerson(person('office')));
    expect(left.filter(({ about }) => about === 'item')).toEqual([]);
  });
});
