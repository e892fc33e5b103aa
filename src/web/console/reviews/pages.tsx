import { actingPerson } from '../../../accounts/acting.ts';
import type { PersonActor } from '../../../accounts/actor.ts';
import { AppError } from '../../../core/errors.ts';
import type { Issue } from '../../../core/issues.ts';
import { approveDraft } from '../../../items/drafts/approve.ts';
import { changesSinceReview, listReviewRecord, type Changes } from '../../../items/drafts/history.ts';
import { previewDraft } from '../../../items/drafts/preview.ts';
import { getDraft } from '../../../items/drafts/read.ts';
import { returnDraft } from '../../../items/drafts/return.ts';
import { Diff } from '../diff.tsx';
import { Issues } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { valueNames } from '../preview/names.ts';
import { IssueList, Source } from '../preview/parts.tsx';
import { Alert, Note } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { Decide, hindranceOf, ReviewRecord } from './parts.tsx';
import { addQueue, PATH } from './queue.tsx';
import { text } from './text.ts';

const Changed = ({ changes }: { changes: Changes | null }) =>
  changes === null ? (
    <Note tone="done">{text.allNew}</Note>
  ) : (
    <>
      <p class="soft">{text.since.replace('{since}', changes.since)}</p>
      <Diff diff={changes.diff} />
    </>
  );

const load = async ({ ctx }: Console, draftId: string, person: PersonActor) => {
  const draft = await getDraft(ctx, draftId, person);
  const [record, changes, preview, names] = await Promise.all([
    listReviewRecord(ctx, draftId, person),
    changesSinceReview(ctx, draftId, person),
    previewDraft(ctx, { draftId }, person),
    valueNames(ctx),
  ]);
  return { draft, record, changes, preview, names };
};

/** What kept a decision from being taken. */
interface Trouble {
  readonly issues: readonly Issue[];
  /** Somebody was faster, or it is not this person's to decide. */
  readonly refusal: AppError | null;
}

const reviewPage = async (shell: Console, visit: Visit, { issues, refusal }: Trouble): Promise<Response> => {
  const person = actingPerson(visit.session.person);
  const { draft, record, changes, preview, names } = await load(shell, visit.param('draftId'), person);
  const status = refusal?.status ?? (issues.length > 0 ? 422 : 200);
  return visit.page(
    { title: draft.title, status },
    <>
      {refusal && <Alert title={text.conflict}>{refusal.message}</Alert>}
      <Issues issues={issues} />
      <p class="soft">
        {`${draft.typeName} · ${text.authors}：${draft.authors.map(({ name }) => name).join('、')} · ${draft.statusName}`}
        {draft.stage !== null && ` · ${text.stage}：${draft.stage}（${shell.ctx.approvalStages.join(' → ')}）`}
      </p>
      <p class="buttons">
        <a href={`/console/drafts/${draft.id}/preview`}>{text.preview}</a> <a href={PATH}>{text.back}</a>
        {draft.itemId !== null && <a href={`/console/items/${draft.itemId}`}>{text.item}</a>}
      </p>
      <h2>{text.changes}</h2>
      <Changed changes={changes} />
      <h2>{text.issues}</h2>
      {preview.issues.length === 0 ? (
        <p>{text.noIssues}</p>
      ) : (
        <IssueList issues={preview.issues} draftId={null} named />
      )}
      <h2>{text.decide}</h2>
      <Decide
        ctx={shell.ctx}
        draft={draft}
        hindrance={hindranceOf(draft, record, person)}
        reason={visit.form.get('reason')}
        issues={issues}
      />
      <h2>{text.content}</h2>
      <Source
        preview={{ ...preview, issues: [] }}
        draftId={null}
        frame={{ src: `/console/drafts/${draft.id}/source` }}
        names={names}
      />
      <h2>{text.record}</h2>
      <ReviewRecord record={record} />
    </>,
  );
};

/** A refusal is told beside the draft, with what is known now; what is no draft of ours, or none of this unit's, is an error. */
const decide = async (
  shell: Console,
  visit: Visit,
  run: (person: PersonActor) => Promise<Response>,
): Promise<Response> => {
  try {
    return await run(actingPerson(visit.session.person));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.issues.length > 0) return reviewPage(shell, visit, { issues: error.issues, refusal: null });
    const isTold = error.status === 409 || error.code === 'own-work' || error.code === 'same-person';
    if (!isTold) throw error;
    return reviewPage(shell, visit, { issues: [], refusal: error });
  }
};

const seenIn = ({ form, param }: Visit) => ({
  draftId: param('draftId'),
  round: /^\d{1,6}$/.test(form.get('round')) ? Number(form.get('round')) : 0,
  stage: form.get('stage'),
});

/** 审签: the queue, and one draft with what changed, to approve or to return. */
export const addReviews = (shell: Console): void => {
  const { ctx } = shell;
  const path = `${PATH}/:draftId`;
  addQueue(shell);
  addPage(shell, { method: 'get', path, who: 'item-review' }, (visit) =>
    reviewPage(shell, visit, { issues: [], refusal: null }),
  );
  addPage(shell, { method: 'post', path: `${path}/approve`, who: 'item-review', proof: true }, (visit) =>
    decide(shell, visit, async (person) => {
      const { item } = await approveDraft(ctx, { ...seenIn(visit), hash: visit.form.get('hash') }, person);
      return item ? visit.go(`/console/items/${item.id}`, 'approved') : visit.go(PATH, 'stage-approved');
    }),
  );
  addPage(shell, { method: 'post', path: `${path}/return`, who: 'item-review' }, (visit) =>
    decide(shell, visit, async (person) => {
      await returnDraft(ctx, { ...seenIn(visit), reason: visit.form.get('reason') }, person);
      return visit.go(PATH, 'returned');
    }),
  );
};
