import type { Deadline } from '../../../catalog/deadlines.ts';
import type { DraftView } from '../../../items/drafts/view.ts';
import { issueText, type Issue } from '../../../core/issues.ts';
import { labelOf } from '../../../items/compare.ts';
import { DaysLeft } from '../days-left.tsx';
import { idOf } from '../form-parts.tsx';
import { fill } from '../words.ts';
import { Alert, Time } from '../ui.tsx';
import { text } from './text.ts';

/** Where the person mends it: the field itself, where the page has one, else what it belongs to. */
const anchorOf = (field: string): string => `#${idOf(field === '' ? 'title' : field)}`;

const List = ({ title, issues, tone }: { title: string; issues: readonly Issue[]; tone: 'bad' | 'wait' }) =>
  issues.length === 0 ? null : (
    <div class={`note ${tone}`}>
      <strong>{fill(title, { count: issues.length })}</strong>
      <ul>
        {issues.map((each) => (
          <li data-field={each.field} data-text={issueText(each)}>
            <a href={anchorOf(each.field)}>
              {each.field === '' ? '' : `${labelOf(each.field)}：`}
              {issueText(each)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );

export const IssueLists = ({ issues }: { issues: readonly Issue[] }) => {
  const blocking = issues.filter(({ level }) => level === 'block');
  return (
    <>
      <List title={text.issues} issues={blocking} tone="bad" />
      <List title={text.warnings} issues={issues.filter(({ level }) => level === 'warn')} tone="wait" />
      {blocking.length === 0 && <p class="note good">{text.ready}</p>}
    </>
  );
};

interface DraftStateProps {
  readonly draft: DraftView;
  readonly issues: readonly Issue[];
  readonly deadline: Deadline | null;
}

/** What was saved, until when, and what is left to mend: the part that every automatic save brings back. */
export const DraftState = ({ draft, issues, deadline }: DraftStateProps) => (
  <div data-version={String(draft.version)}>
    <p class="soft">
      {fill(text.version, { version: draft.version, who: draft.savedBy.name })}
      <Time at={draft.savedAt} />
    </p>
    {deadline && (
      <p>
        <DaysLeft days={deadline.daysLeft} />{' '}
        {fill(text.deadline, { because: deadline.because, day: deadline.day ?? '' })}
      </p>
    )}
    <IssueLists issues={issues} />
  </div>
);

/** Somebody saved meanwhile: nothing is overwritten, and nothing goes to the reviewers until a person has chosen. */
export const ConflictState = ({ message }: { message: string }) => (
  <div data-conflict>
    <Alert title={text.conflict}>
      <p>{message}</p>
      <p>{text.conflictAuto}</p>
    </Alert>
  </div>
);
