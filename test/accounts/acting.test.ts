import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from '../../db/schema/index.ts';
import { actingPerson } from '../../src/accounts/acting.ts';
import { unitsOf, type PersonActor } from '../../src/accounts/actor.ts';
import type { Person } from '../../src/accounts/person.ts';
import { PERMISSION_NAMES, type Permission } from '../../src/core/permissions.ts';
import { retryAs, withdrawAs } from '../../src/deliveries/acts.ts';
import { retryChannel } from '../../src/deliveries/bulk.ts';
import { holdChannel } from '../../src/deliveries/hold.ts';
import { rescheduleDeliveries } from '../../src/deliveries/reschedule.ts';
import { resolveAsGone } from '../../src/deliveries/resolve-seen.ts';
import { undoDeliveries } from '../../src/deliveries/undo.ts';
import { createCorrection, createDraft } from '../../src/items/drafts/create.ts';
import { discardDraft } from '../../src/items/drafts/discard.ts';
import { saveDraft } from '../../src/items/drafts/save.ts';
import { submitDraft } from '../../src/items/drafts/submit.ts';
import type { DraftView } from '../../src/items/drafts/view.ts';
import { approve, outcome, submit, writeDraft } from '../support/drafts.ts';
import { openStaffWorld, type StaffWorld } from '../support/staff.ts';

const WITHDRAWAL = { kind: 'withdrawn', reason: '内容有误' } as const;
const LATER = '2036-12-01T08:00:00+08:00';

let world: StaffWorld;
let author: PersonActor;
beforeAll(async () => {
  world = await openStaffWorld();
  author = actingPerson(await world.user('author', ['editor']));
});
afterAll(() => world.close());

const change = (person: Person, to: Partial<typeof users.$inferInsert>) =>
  world.ctx.db.update(users).set(to).where(eq(users.id, person.id));

/** A draft before the reviewers, read by this person, who has not answered yet. */
const whileReading = async (person: Person, meanwhile: () => Promise<unknown>): Promise<string> => {
  const draft = await submit(world.ctx, await writeDraft(world.ctx, {}, author), author);
  const actor = actingPerson(person);
  await meanwhile();
  return outcome(approve(world.ctx, draft, actor));
};

/** What writes, each on a thing of another unit or after the role is gone. */
const VERBS: readonly (readonly [
  name: string,
  act: (actor: PersonActor, itemId: string, draft: DraftView) => Promise<unknown>,
])[] = [
  ['a withdrawal', (actor, itemId) => withdrawAs(world.ctx, { itemId, withdrawal: WITHDRAWAL }, actor)],
  ['a retry', (actor, itemId) => retryAs(world.ctx, { itemId }, actor)],
  ['an undo', (actor, itemId) => undoDeliveries(world.ctx, { itemId }, actor)],
  ['another time', (actor, itemId) => rescheduleDeliveries(world.ctx, { itemId, at: LATER }, actor)],
  [
    'a look at a copy that is gone',
    (actor, itemId) => resolveAsGone(world.ctx, { itemId, channelId: 'portal' }, actor),
  ],
  ['a retry of a whole channel', (actor) => retryChannel(world.ctx, { channelId: 'portal' }, actor)],
  ['a hold', (actor) => holdChannel(world.ctx, { channelId: 'portal', reason: '维护' }, actor)],
  ['a new draft', (actor) => createDraft(world.ctx, { unit: 'xzfb' }, actor)],
  ['a correction', (actor, itemId) => createCorrection(world.ctx, itemId, actor)],
  [
    'a saved draft',
    (actor, _, { id, version, content }) =>
      saveDraft(world.ctx, { draftId: id, version, content: { ...content, title: '改过的标题' } }, actor),
  ],
  ['a submission', (actor, _, { id, version }) => submitDraft(world.ctx, { draftId: id, version }, actor)],
  ['a discarded draft', (actor, _, { id, version }) => discardDraft(world.ctx, { draftId: id, version }, actor)],
];

describe('every verb', () => {
  let draft: DraftView;
  let itemId: string;
  /** As the page was opened, somebody who may do everything; by now an account of this role, or none. */
  const since = (now: Person): PersonActor => ({
    ...author,
    ...actingPerson(now),
    permissions: Object.keys(PERMISSION_NAMES) as Permission[],
  });
  let demoted: PersonActor;
  let disabled: PersonActor;
  beforeAll(async () => {
    draft = await writeDraft(world.ctx, {}, author);
    const sent = await submit(world.ctx, await writeDraft(world.ctx, {}, author), author);
    const reviewer = actingPerson(await world.user('approving', ['reviewer']));
    itemId = (await approve(world.ctx, sent, reviewer)).item?.id ?? '';
    demoted = since(await world.user('auditing', ['log-auditor']));
    const left = await world.user('left', ['editor']);
    await change(left, { disabledAt: new Date() });
    disabled = since(left);
  });

  it.each(VERBS)('reads the account inside its transaction: %s', async (_name, act) => {
    expect(await outcome(act(demoted, itemId, draft))).toBe('no-permission');
    expect(await outcome(act(disabled, itemId, draft))).toBe('signed-out');
  });
});

describe('a signed-in person as actor', () => {
  it('may what the roles give, for the units they are bound to', async () => {
    const person = await world.user('bound', ['editor', 'reviewer'], { unitIds: ['xmzj'] });
    const { id, name, knownAs, permissions, unitIds } = actingPerson(person);
    expect([id, name, knownAs, unitIds]).toEqual([person.id, '职员bound', '职员bound（bound）', ['xmzj']]);
    expect(permissions).toEqual(expect.arrayContaining(['item-write', 'item-review']));
    expect(permissions).not.toContain('user-manage');
  });

  it('is bound to no unit where a role looks at the whole county', async () => {
    const office = await world.user('office', ['office'], { unitIds: ['xmzj'] });
    expect(actingPerson(office).unitIds).toEqual([]);
  });

  it('may county-wide what such a role gives, and for its units what another role of the same person gives', async () => {
    const both = actingPerson(await world.user('both', ['office', 'editor'], { unitIds: ['xmzj'] }));
    expect(unitsOf(both, 'item-read')).toBeNull();
    expect(unitsOf(both, 'item-write')).toEqual(['xmzj']);
    expect(await outcome(writeDraft(world.ctx, {}, both))).toBe('other-unit');
  });

  it('decides while the role and the unit stand', async () => {
    const reviewer = await world.user('standing', ['reviewer'], { unitIds: ['xzfb'] });
    expect(await whileReading(reviewer, async () => undefined)).toBe('done');
  });

  it('loses a role while the form is open, and with it the decision', async () => {
    const reviewer = await world.user('demoted', ['reviewer']);
    expect(await whileReading(reviewer, () => change(reviewer, { roles: ['clerk'] }))).toBe('no-permission');
  });

  it('decides nothing once the account is disabled', async () => {
    const reviewer = await world.user('gone', ['reviewer']);
    expect(await whileReading(reviewer, () => change(reviewer, { disabledAt: new Date() }))).toBe('signed-out');
  });

  it('decides nothing of a unit it was moved away from, or never had', async () => {
    const reviewer = await world.user('moved', ['reviewer'], { unitIds: ['xzfb'] });
    expect(await whileReading(reviewer, () => change(reviewer, { unitIds: ['xmzj'] }))).toBe('other-unit');
    const stranger = await world.user('stranger', ['reviewer'], { unitIds: ['xmzj'] });
    expect(await whileReading(stranger, async () => undefined)).toBe('other-unit');
  });
});
