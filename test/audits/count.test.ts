import { afterAll, beforeAll, expect, it } from 'vitest';
import { dbNow, findings } from '../../db/schema/index.ts';
import { countFindings } from '../../src/audits/count.ts';
import { FINDING_KINDS } from '../../src/core/findings.ts';
import { openDesk, type Desk } from '../support/drafts.ts';

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
  expect((await countFindings(desk.ctx.db, null)).bySeverity).toEqual({ critical: 2, major: 0, minor: 1 });
  expect((await countFindings(desk.ctx.db, ['xzfb'])).bySeverity).toEqual({ critical: 1, major: 0, minor: 0 });
});
