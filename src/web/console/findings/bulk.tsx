import { actingPerson } from '../../../accounts/acting.ts';
import { MAX_FINDINGS, pickFindings } from '../../../audits/pick.ts';
import { reassignMany, type ReassignResult } from '../../../audits/reassign.ts';
import { unitsFor } from '../../../core/permissions.ts';
import type { Picked } from '../../../items/pick.ts';
import { listUnits } from '../../../items/reference.ts';
import { isUuid } from '../../../core/uuid.ts';
import { PostForm, Select, TextArea } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Alert, Note } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { listPage } from './list.tsx';
import { askedIn, PATH, queryOf } from './query.ts';
import { text } from './text.ts';

const tickedIn = ({ form }: Visit): readonly string[] =>
  [...new Set(form.all('id').filter(isUuid))].slice(0, MAX_FINDINGS);

/** Pinned when it is asked: what comes into the filter meanwhile is not touched. */
const chosenIn = async ({ ctx }: Console, visit: Visit): Promise<Picked> => {
  const { form, session } = visit;
  if (!form.has('all')) return { ids: tickedIn(visit), more: false };
  return pickFindings(ctx, queryOf(askedIn(form.get('query'))), unitsFor(session.person, 'finding-handle'));
};

/** A page that shows the number before anything happens. */
const askPage = async (shell: Console, visit: Visit): Promise<Response> => {
  const { ids, more } = await chosenIn(shell, visit);
  if (ids.length === 0) return listPage(shell, visit, text.nonePicked);
  const units = await listUnits(shell.ctx);
  return visit.page(
    { title: text.reassignMany, section: PATH },
    <PostForm action={`${PATH}/reassign`} class="narrow">
      {more && <Note tone="wait">{fill(text.allOfMore, { max: MAX_FINDINGS })}</Note>}
      <p>{fill(text.reassignManyAsk, { count: ids.length })}</p>
      {ids.map((id) => (
        <input type="hidden" name="id" value={id} />
      ))}
      <Select name="unit" label={text.reassignTo} options={units.map(({ id, name }) => [id, name])} />
      <TextArea name="note" label={text.note} rows={2} />
      <p class="buttons">
        <button type="submit">{text.reassign}</button> <a href={PATH}>{words.cancel}</a>
      </p>
    </PostForm>,
  );
};

const resultPage = (visit: Visit, results: readonly ReassignResult[]): Promise<Response> => {
  const refused = results.filter((result) => result.refused !== null);
  return visit.page(
    { title: text.reassignDone, section: PATH },
    <>
      <Note tone="good">{fill(text.reassigned, { count: results.length - refused.length })}</Note>
      {refused.length > 0 && (
        <Alert title={fill(text.notReassigned, { count: refused.length })}>
          <ul>
            {refused.map(({ id, refused: why }) => (
              <li>
                <a href={`${PATH}/${id}`}>{why}</a>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <p>
        <a href={PATH}>{text.toList}</a>
      </p>
    </>,
  );
};

/** 转办 of many at once: asked with the number, told with what could not be done. */
export const addBulk = (shell: Console): void => {
  const who = 'finding-handle';
  addPage(shell, { method: 'post', path: `${PATH}/reassign/ask`, who }, (visit) => askPage(shell, visit));
  addPage(shell, { method: 'post', path: `${PATH}/reassign`, who, proof: true }, async (visit) => {
    const ids = tickedIn(visit);
    if (ids.length === 0) return listPage(shell, visit, text.nonePicked);
    const { form, session } = visit;
    const reason = form.get('note').trim().slice(0, 500) || undefined;
    const asked = { ids, unitId: form.get('unit'), reason, actor: actingPerson(session.person) };
    return resultPage(visit, await reassignMany(shell.ctx, asked));
  });
};
