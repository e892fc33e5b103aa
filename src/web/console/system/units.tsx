import { createUnit, renameUnit, unitSchema } from '../../../accounts/units.ts';
import type { Issue } from '../../../core/issues.ts';
import { parse } from '../../../items/parse.ts';
import { listUnits } from '../../../items/reference.ts';
import { Field, Issues, PostForm } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Cell, Empty, Row, Table } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { words } from '../words.ts';
import { systemPage } from './parts.tsx';
import { text } from './text.ts';

const PATH = '/console/system/units';

const Rename = ({ id, name }: { id: string; name: string }) => (
  <PostForm action={`${PATH}/${id}`} class="inline">
    <label>
      <span class="hide">{`${text.unitName}：${id}`}</span>
      <input name="name" value={name} required maxlength={60} />
    </label>
    <button type="submit" class="plain">
      {words.save}
    </button>
  </PostForm>
);

const unitsPage = async (shell: Console, visit: Visit, issues: readonly Issue[]): Promise<Response> => {
  const units = await listUnits(shell.ctx);
  const { form } = visit;
  return systemPage(
    shell,
    visit,
    { title: text.unitsTitle, status: issues.length > 0 ? 422 : 200 },
    <>
      <Issues issues={issues} />
      {units.length === 0 ? (
        <Empty>{text.noUnits}</Empty>
      ) : (
        <Table caption={text.unitsTitle} head={[text.unitId, text.unitName]}>
          {units.map((unit) => (
            <Row>
              <Cell name={text.unitId}>{unit.id}</Cell>
              <Cell name={text.unitName}>
                <Rename {...unit} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <h2>{text.newUnit}</h2>
      <PostForm action={PATH} class="narrow">
        <Field name="id" label={text.unitId} hint={text.unitIdHint} value={form.get('id')} issues={issues} required />
        <Field name="name" label={text.unitName} value={form.get('name')} issues={issues} required />
        <button type="submit">{text.create}</button>
      </PostForm>
    </>,
  );
};

export const addUnits = (shell: Console): void => {
  const { ctx } = shell;
  addPage(shell, { method: 'get', path: PATH, who: 'user-manage' }, (visit) => unitsPage(shell, visit, []));
  addPage(shell, { method: 'post', path: PATH, who: 'user-manage' }, async (visit) => {
    const { form, session } = visit;
    const asked = { id: form.get('id'), name: form.get('name') };
    const issues = await orIssues(async () => createUnit(ctx, session.person, parse(unitSchema, asked)));
    return issues.length > 0 ? unitsPage(shell, visit, issues) : visit.go(PATH, 'unit-created');
  });
  addPage(shell, { method: 'post', path: `${PATH}/:id`, who: 'user-manage' }, async (visit) => {
    const asked = { id: visit.param('id'), name: visit.form.get('name') };
    const issues = await orIssues(async () => renameUnit(ctx, visit.session.person, parse(unitSchema, asked)));
    return issues.length > 0 ? unitsPage(shell, visit, issues) : visit.go(PATH, 'saved');
  });
};
