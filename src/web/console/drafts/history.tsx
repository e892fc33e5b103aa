import { actingPerson } from '../../../accounts/acting.ts';
import {
  changesSinceReview,
  listReviewRecord,
  listRevisions,
  type ReviewView,
  type RevisionHistory,
} from '../../../items/drafts/history.ts';
import { getDraft } from '../../../items/drafts/read.ts';
import { Diff } from '../diff.tsx';
import { addPage, type Console } from '../pages.tsx';
import { fill } from '../words.ts';
import { Cell, Row, Table, Time } from '../ui.tsx';
import { text } from './text.ts';

const Reviews = ({ reviews }: { reviews: readonly ReviewView[] }) =>
  reviews.length === 0 ? (
    <p class="soft">{text.noRecord}</p>
  ) : (
    <Table caption={text.record} head={[text.when, text.round, text.stage, text.who, text.decision, text.reason]}>
      {reviews.map(({ at, round, stage, name, decisionName, reason }) => (
        <Row>
          <Cell name={text.when}>
            <Time at={at} />
          </Cell>
          <Cell name={text.round}>{round}</Cell>
          <Cell name={text.stage}>{stage ?? ''}</Cell>
          <Cell name={text.who}>{name}</Cell>
          <Cell name={text.decision}>{decisionName}</Cell>
          <Cell name={text.reason}>{reason ?? ''}</Cell>
        </Row>
      ))}
    </Table>
  );

const Revision = ({ revision: { number, hash, createdAt, approvals, diff } }: { revision: RevisionHistory }) => (
  <section class="card">
    <h3>
      {fill(text.revision, { number })} <Time at={createdAt} />
    </h3>
    <p class="soft">
      {approvals.map(({ stage, name }) => `${stage} ${name}`).join('，')} <code>{hash.slice(0, 12)}</code>
    </p>
    {diff === null ? <p>{text.first}</p> : <Diff diff={diff} id={`revision-${number}`} />}
  </section>
);

/** 版本与审核记录: who answered what, and what changed from one to the next. */
export const addHistory = (shell: Console): void => {
  const { ctx } = shell;
  addPage(shell, { method: 'get', path: '/console/drafts/:id/history', who: 'item-read' }, async (visit) => {
    const id = visit.param('id');
    const actor = actingPerson(visit.session.person);
    const draft = await getDraft(ctx, id, actor);
    const [reviews, changes, revisions] = await Promise.all([
      listReviewRecord(ctx, id, actor),
      changesSinceReview(ctx, id, actor),
      draft.itemId === null ? [] : listRevisions(ctx, draft.itemId, actor),
    ]);
    return visit.page(
      { title: text.historyTitle, section: '/console/items' },
      <>
        <p>
          <a href={`/console/drafts/${id}`}>{draft.title || text.untitled}</a>{' '}
          <span class="soft">{draft.statusName}</span>
        </p>
        <h2>{changes ? fill(text.changes, { since: changes.since }) : text.changesTitle}</h2>
        {changes ? <Diff diff={changes.diff} /> : <p class="soft">{text.allNew}</p>}
        <h2>{text.record}</h2>
        <Reviews reviews={reviews} />
        {revisions.length > 0 && <h2>{text.revisions}</h2>}
        {revisions.map((revision) => (
          <Revision revision={revision} />
        ))}
      </>,
    );
  });
};
