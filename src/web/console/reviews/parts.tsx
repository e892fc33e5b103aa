import type { PersonActor } from '../../../accounts/actor.ts';
import type { Context } from '../../../context.ts';
import { isAuthor, isSamePerson } from '../../../items/drafts/people.ts';
import type { ReviewView } from '../../../items/drafts/history.ts';
import type { Hindrance } from '../../../items/drafts/queue.ts';
import type { DraftView } from '../../../items/drafts/view.ts';
import type { Issue } from '../../../core/issues.ts';
import { PostForm, TextArea } from '../form-parts.tsx';
import { Cell, Chip, Note, Table, Time } from '../ui.tsx';
import { text } from './text.ts';

const HINDRANCES = { 'own-work': text.ownWork, 'same-person': text.samePerson } as const;

export const HindranceChip = ({ hindrance }: { hindrance: Hindrance }) =>
  hindrance === null ? (
    <Chip tone="good" icon="✓">
      {text.canReview}
    </Chip>
  ) : (
    <Chip tone="done" icon="⊘">
      {HINDRANCES[hindrance]}
    </Chip>
  );

/** As the queue tells it; the verb decides again, under its lock. */
export const hindranceOf = (draft: DraftView, record: readonly ReviewView[], person: PersonActor): Hindrance => {
  if (isAuthor(person, draft)) return 'own-work';
  const approved = record.filter(({ round, decision }) => round === draft.round && decision === 'approved');
  return approved.some(({ name }) => isSamePerson({ id: '', name }, person)) ? 'same-person' : null;
};

export const ReviewRecord = ({ record }: { record: readonly ReviewView[] }) => (
  <Table caption={text.record} head={[text.round, text.what, text.stage, text.who, text.when, text.reason]}>
    {record.map(({ round, decisionName, stage, name, at, reason }) => (
      <tr>
        <Cell name={text.round}>{text.roundOf.replace('{round}', String(round))}</Cell>
        <Cell name={text.what}>{decisionName}</Cell>
        <Cell name={text.stage}>{stage ?? ''}</Cell>
        <Cell name={text.who}>{name}</Cell>
        <Cell name={text.when}>
          <Time at={at} />
        </Cell>
        <Cell name={text.reason}>{reason ?? ''}</Cell>
      </tr>
    ))}
  </Table>
);

interface DecideProps {
  readonly ctx: Context;
  readonly draft: DraftView;
  readonly hindrance: Hindrance;
  readonly reason: string;
  readonly issues: readonly Issue[];
}

/** What the reviewer had before the eyes goes along: another round, stage or content is another decision. */
const Seen = ({ round, stage, hash }: DraftView) => (
  <>
    <input type="hidden" name="round" value={round} />
    <input type="hidden" name="stage" value={stage ?? ''} />
    <input type="hidden" name="hash" value={hash ?? ''} />
  </>
);

const Approve = ({ ctx: { approvalStages, undoMs }, draft }: Pick<DecideProps, 'ctx' | 'draft'>) => {
  const stage = draft.stage ?? '';
  const next = approvalStages[approvalStages.indexOf(stage) + 1];
  const [before = '', after = ''] = text.approveWhy.split('{hash}');
  return (
    <PostForm action={`/console/reviews/${draft.id}/approve`}>
      <Seen {...draft} />
      <p>
        {before}
        <code>{draft.hash ?? ''}</code>
        {after}
      </p>
      <p>{next === undefined ? text.approveLast : text.approveNext.replace('{stage}', next)}</p>
      {next === undefined && undoMs > 0 && (
        <p class="soft">{text.undo.replace('{seconds}', String(Math.round(undoMs / 1_000)))}</p>
      )}
      <p class="soft">{text.proof}</p>
      <button type="submit">{text.approve.replace('{stage}', stage)}</button>
    </PostForm>
  );
};

/** Approve or return; for whoever may not, why. */
export const Decide = ({ ctx, draft, hindrance, reason, issues }: DecideProps) => {
  if (draft.status !== 'reviewing') return <Note tone="done">{text.notOpen}</Note>;
  if (hindrance !== null)
    return (
      <Note tone="done">
        <strong>{text.cannot}</strong>：{HINDRANCES[hindrance]}
      </Note>
    );
  return (
    <div class="sides">
      <section class="card">
        <h3>{text.approve.replace('{stage}', draft.stage ?? '')}</h3>
        <Approve ctx={ctx} draft={draft} />
      </section>
      <section class="card">
        <h3>{text.return}</h3>
        <PostForm action={`/console/reviews/${draft.id}/return`}>
          <Seen {...draft} />
          <TextArea
            name="reason"
            label={text.returnReason}
            hint={text.returnHint}
            value={reason}
            issues={issues}
            required
          />
          <button type="submit" class="plain">
            {text.return}
          </button>
        </PostForm>
      </section>
    </div>
  );
};
