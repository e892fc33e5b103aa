import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from '../../db/schema/index.ts';
import { actingPerson } from '../../src/accounts/acting.ts';
import type { PersonActor } from '../../src/accounts/actor.ts';
import type { Person } from '../../src/accounts/person.ts';
import { approve, outcome, submit, writeDraft } from '../support/drafts.ts';
import { openStaffWorld, type StaffWorld } from '../support/staff.ts';

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
