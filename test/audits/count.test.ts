import { afterAll, beforeAll, expect, it } from 'vitest';
import { dbNow, findings } from '../../db/schema/index.ts';
import { countOpenFindings } from '../../src/audits/count.ts';
import { FINDING_KINDS } from '../../src/core/findings.ts';
import { openDesk, type Desk } from '../support/drafts.ts';
import { editor } from '../support/people.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

it('counts the findings still to deal with by severity, each person those of the own units', async () => {
  const [kind] = FINDING_KINDS;
  const rows = [
    ['critical', 'open', 'xzfb'],
    ['critical', 'assigned', 'xmzj'],
    ['minor', 'open', 'xmzj'],
    ['major', 'accepted', 'xzfb'],
    ['major', 'closed', 'xzfb'],
  ] as const;
  await desk.ctx.db.insert(findings).values(
    rows.map(([severity, state, unitId], place) => ({
      severity,
      state,
      unitId,
      kind,
      subject: `place:${place}`,
      fingerprint: `${place}`,
      dueAt: dbNow,
    })),
  );
  expect(await countOpenFindings(desk.ctx.db, editor('张三'))).toEqual({ critical: 2, minor: 1 });
  expect(await countOpenFindings(desk.ctx.db, editor('李四', ['xzfb']))).toEqual({ critical: 1 });
});
