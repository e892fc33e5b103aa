import { actingPerson } from '../../../accounts/acting.ts';
import { workCounts } from '../../../items/drafts/counts.ts';
import { listQueue, queueQuerySchema, type QueueRow } from '../../../items/drafts/queue.ts';
import { parse } from '../../../items/parse.ts';
import { listUnits } from '../../../items/reference.ts';
import { Select } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Cell, Empty, Pager, Row, Table, Time } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { words } from '../words.ts';
import { HindranceChip } from './parts.tsx';
import { text } from './text.ts';

export const PATH = '/console/reviews';

const Line = ({ draft, unitName, hindrance }: QueueRow) => (
  <Row>
    <Cell>
      <a href={`${PATH}/${draft.id}`}>{draft.title}</a> <span class="soft">{draft.typeName}</span>
    </Cell>
    <Cell name={text.unit}>{unitName}</Cell>
    <Cell name={text.authors}>{draft.authors.map(({ name }) => name).join('、')}</Cell>
    <Cell
      name={text.stage}
    >{`${draft.stage ?? ''}（${text.roundOf.replace('{round}', String(draft.round))}${text.round}）`}</Cell>
    <Cell name={text.submitted}>
      <Time at={draft.submittedAt} />
    </Cell>
    <Cell name={text.state}>
      <HindranceChip hindrance={hindrance} />
    </Cell>
  </Row>
);

const queuePage = async (shell: Console, visit: Visit): Promise<Response> => {
  const { ctx } = shell;
  const person = actingPerson(visit.session.person);
  const asked = Object.fromEntries(
    ['cursor', 'stage', 'unit'].map((name) => [name, visit.query(name)] as const).filter(([, value]) => value !== ''),
  );
  const query = parse(queueQuerySchema, asked);
  const [{ rows, next }, { toReview }, units] = await Promise.all([
    listQueue(ctx, query, person),
    workCounts(ctx, person),
    listUnits(ctx),
  ]);
  const isFiltered = Object.keys(asked).length > 0;
  return visit.page(
    { title: text.title },
    <>
      <p>{text.mine.replace('{count}', String(toReview))}</p>
      <form class="filter" method="get" action={PATH}>
        <Select
          name="stage"
          label={text.stage}
          value={asked['stage'] ?? ''}
          options={[['', words.all], ...ctx.approvalStages.map((stage) => [stage, stage] as const)]}
        />
        <Select
          name="unit"
          label={text.unit}
          value={asked['unit'] ?? ''}
          options={[['', words.all], ...units.map(({ id, name }) => [id, name] as const)]}
        />
        <button type="submit">{text.filter}</button>
        {isFiltered && <a href={PATH}>{text.clear}</a>}
      </form>
      {rows.length === 0 ? (
        <Empty>{isFiltered ? text.noneFound : text.none}</Empty>
      ) : (
        <Table
          caption={text.waiting}
          head={[text.items, text.unit, text.authors, text.stage, text.submitted, text.state]}
        >
          {rows.map((row) => (
            <Line {...row} />
          ))}
        </Table>
      )}
      <Pager path={PATH} asked={asked} next={next} />
    </>,
  );
};

export const addQueue = (shell: Console): void => {
  addPage(shell, { method: 'get', path: PATH, who: 'item-review' }, (visit) => queuePage(shell, visit));
  // Asked for once by each page's navigation; with a timer it would keep an idle session alive.
  addPage(shell, { method: 'get', path: '/console/review-count', who: 'item-review' }, async (visit) => {
    const { toReview } = await workCounts(shell.ctx, actingPerson(visit.session.person));
    if (toReview === 0) return visit.part('');
    return visit.part(
      <>
        <span aria-hidden="true">{toReview}</span>
        <span class="hide">{text.badge.replace('{count}', String(toReview))}</span>
      </>,
    );
  });
};
