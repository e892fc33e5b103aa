import { actingPerson } from '../../../accounts/acting.ts';
import type { Issue } from '../../../core/issues.ts';
import { unitsFor } from '../../../core/permissions.ts';
import { listWork } from '../../../items/drafts/list.ts';
import { listColumns, listUnits } from '../../../items/reference.ts';
import { dropFilter, listSavedFilters, saveFilter } from '../../../items/saved-filters.ts';
import { may } from '../frame.tsx';
import { Issues } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Empty, Pager } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { addBulk } from './bulk.tsx';
import { Filters, SavedFilters } from './filters.tsx';
import { WorkList, type Rights } from './list.tsx';
import { askedOf, filterQuery, workQueryOf } from './query.ts';
import { text } from './text.ts';

const PATH = '/console/items';

const rightsOf = ({ session }: Visit): Rights => ({
  canWrite: may(session, 'item-write'),
  canWithdraw: may(session, 'item-withdraw'),
  canRetry: may(session, 'delivery-retry'),
});

const nothingWord = (isFiltered: boolean, { canWrite }: Rights): string => {
  if (isFiltered) return text.noneFound;
  return canWrite ? text.none : text.noneRead;
};

const listPage = async (
  { ctx }: Console,
  visit: Visit,
  asked: ReturnType<typeof askedOf>,
  issues: readonly Issue[],
) => {
  const { person } = visit.session;
  const actor = actingPerson(person);
  const [{ rows, next }, units, columns, saved] = await Promise.all([
    listWork(ctx, workQueryOf(asked, person), actor),
    listUnits(ctx),
    listColumns(ctx),
    listSavedFilters(ctx, actor),
  ]);
  const bound = unitsFor(person, 'item-read');
  const shownUnits = units.filter(({ id }) => bound === null || bound.includes(id));
  const choices = { units: shownUnits, columns, channels: [...ctx.channels.values()] };
  const rights = rightsOf(visit);
  return visit.page(
    { title: text.title, section: PATH, status: issues.length > 0 ? 422 : 200 },
    <>
      <Issues issues={issues} />
      {rights.canWrite && (
        <p class="buttons">
          <a class="button" href="/console/drafts/new">
            {text.newDraft}
          </a>
        </p>
      )}
      <Filters asked={asked} choices={choices} canWrite={rights.canWrite} />
      <SavedFilters saved={saved} query={filterQuery(asked)} />
      {rows.length === 0 ? (
        <Empty>{nothingWord(Object.keys(asked).length > 0, rights)}</Empty>
      ) : (
        <WorkList rows={rows} rights={rights} query={filterQuery(asked)} />
      )}
      <Pager path={PATH} asked={asked} next={next} />
    </>,
  );
};

/** The list with the filters that stood in the form; what is none of ours falls away. */
const listPath = (query: string): string => {
  const plain = new URLSearchParams(query).toString();
  return plain === '' ? PATH : `${PATH}?${plain}`;
};

const addSavedFilters = (shell: Console): void => {
  addPage(shell, { method: 'post', path: '/console/filters', who: 'item-read' }, async (visit) => {
    const { form, session } = visit;
    const query = form.get('query');
    const kept = { name: form.get('name'), query };
    const issues = await orIssues(() => saveFilter(shell.ctx, kept, actingPerson(session.person)));
    return issues.length > 0 ? listPage(shell, visit, {}, issues) : visit.go(listPath(query), 'filter-saved');
  });
  addPage(shell, { method: 'post', path: '/console/filters/:id/drop', who: 'item-read' }, async (visit) => {
    await dropFilter(shell.ctx, visit.param('id'), actingPerson(visit.session.person));
    return visit.go(listPath(visit.form.get('query')), 'filter-dropped');
  });
};

/** 稿件: one list of items and drafts. */
export const addItems = (shell: Console): void => {
  addPage(shell, { method: 'get', path: PATH, who: 'item-read' }, (visit) =>
    listPage(shell, visit, askedOf(visit), []),
  );
  addSavedFilters(shell);
  addBulk(shell);
};
