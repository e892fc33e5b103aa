import type { FindingDetail } from '../../../audits/views.ts';
import { canRepush } from '../../../core/findings.ts';
import type { Issue } from '../../../core/issues.ts';
import { Field, PostForm, Select, TextArea } from '../form-parts.tsx';
import type { Visit } from '../visit.ts';
import { PATH } from './query.ts';
import { text } from './text.ts';

export type Options = readonly (readonly [value: string, label: string])[];

export interface ActsProps {
  readonly finding: FindingDetail;
  readonly mayHandle: boolean;
  readonly units: Options;
  /** What was typed, where a form comes back. */
  readonly form: Visit['form'];
  readonly issues: readonly Issue[];
  readonly isRepushable: boolean;
}

const Release = ({ finding: { id }, form, issues }: ActsProps) => (
  <PostForm action={`${PATH}/${id}/release`} class="card">
    <h3>{text.release}</h3>
    <p class="hint">{text.releaseWhy}</p>
    <TextArea name="cause" label={text.releaseReason} value={form.get('cause')} issues={issues} rows={2} required />
    <button type="submit">{text.release}</button>
  </PostForm>
);

const Reassign = ({ finding: { id, unit }, units, form, issues }: ActsProps) => (
  <PostForm action={`${PATH}/${id}/reassign`} class="card">
    <h3>{text.reassign}</h3>
    <Select
      name="unit"
      label={text.reassignTo}
      value={form.get('unit') || (unit ?? '')}
      options={units}
      issues={issues}
    />
    <Field name="dueOn" type="date" label={text.dueOn} value={form.get('dueOn')} issues={issues} />
    <TextArea name="note" label={text.note} value={form.get('note')} issues={issues} rows={2} />
    <button type="submit" class="plain">
      {text.reassign}
    </button>
  </PostForm>
);

const Accept = ({ finding: { id }, form, issues }: ActsProps) => (
  <PostForm action={`${PATH}/${id}/accept`} class="card">
    <h3>{text.accept}</h3>
    <p class="hint">{text.acceptWhy}</p>
    <TextArea name="reason" label={text.reason} value={form.get('reason')} issues={issues} rows={2} required />
    <Field name="until" type="date" label={text.until} value={form.get('until')} issues={issues} required />
    <button type="submit" class="plain">
      {text.accept}
    </button>
  </PostForm>
);

/** What may be done about it, by whoever may. */
export const Acts = (props: ActsProps) => {
  const { finding, mayHandle, isRepushable } = props;
  if (finding.state === 'closed') return <p>{text.closed}</p>;
  if (!mayHandle) return <p class="soft">{text.mayNot}</p>;
  return (
    <div class="cards acts">
      {finding.kind === 'many-changed' && <Release {...props} />}
      {isRepushable && canRepush(finding.kind) && (
        <section class="card">
          <h3>{text.repush}</h3>
          <p class="hint">{finding.advice}</p>
          <p>
            <a class="button" href={`${PATH}/${finding.id}/repush`}>
              {text.repush}
            </a>
          </p>
        </section>
      )}
      <Reassign {...props} />
      <Accept {...props} />
    </div>
  );
};
