import { actingPerson } from '../../../accounts/acting.ts';
import { askAudits } from '../../../audits/ask.ts';
import { listRuns } from '../../../audits/runs.ts';
import { addPage, type Console } from '../pages.tsx';
import { addBulk } from './bulk.tsx';
import { findingPage } from './detail.tsx';
import { listPage } from './list.tsx';
import { addProof } from './proof.tsx';
import { PATH } from './query.ts';
import { addRulesPage } from './rules.tsx';
import { Runs } from './runs.tsx';
import { addSnapshots } from './snapshot.tsx';
import { addFindingVerbs } from './verbs.tsx';

const addRuns = (shell: Console): void => {
  const { ctx } = shell;
  addPage(shell, { method: 'get', path: `${PATH}/runs`, who: 'item-read' }, async (visit) => {
    const asked = visit.query('looks');
    const runs = await listRuns(ctx, 5, actingPerson(visit.session.person));
    return visit.part(<Runs runs={runs} looks={/^\d{1,4}$/.test(asked) ? Number(asked) : 0} />);
  });
  addPage(shell, { method: 'post', path: `${PATH}/runs`, who: 'audit-run' }, async (visit) => {
    const itemId = visit.form.get('item') || undefined;
    await askAudits(ctx, { itemId, actor: actingPerson(visit.session.person) });
    return visit.go(PATH, 'audits-asked');
  });
};

/** 巡检: what was found, what may be done about it, runs, and the proof that a copy is what was approved. */
export const addFindings = (shell: Console): void => {
  addPage(shell, { method: 'get', path: PATH, who: 'item-read' }, (visit) => listPage(shell, visit));
  addRuns(shell);
  addRulesPage(shell);
  addBulk(shell);
  addPage(shell, { method: 'get', path: `${PATH}/:id`, who: 'item-read' }, (visit) => findingPage(shell, visit));
  addSnapshots(shell);
  addFindingVerbs(shell);
  addProof(shell);
};
