import type { ReportLine } from '../../../core/reports.ts';
import type { Field } from '../../../reports/forms/field.ts';
import { idOf } from '../form-parts.tsx';
import { fill } from '../words.ts';
import { text } from './text.ts';

interface EntryProps {
  readonly field: Field;
  readonly line: ReportLine;
  /** What the form said that was refused; absent: what is stored. */
  readonly given: readonly string[] | undefined;
}

/** What stands in the input: only what somebody entered for this very period. */
const valueOf = ({ line, given }: EntryProps): string =>
  given ? (given[0] ?? '') : line.state === 'entered' ? String(line.value ?? '') : '';

const Choices = (props: EntryProps & { label: string }) => {
  const { field, line, given, label } = props;
  const chosen = given ?? (line.state === 'entered' ? String(line.value ?? '').split('、') : []);
  return (
    <fieldset class="checks" id={idOf(field.id)}>
      <legend class="hide">{label}</legend>
      <div>
        {(field.options ?? []).map((option) => (
          <label>
            <input type="checkbox" name={field.id} value={option} checked={chosen.includes(option)} /> {option}
          </label>
        ))}
      </div>
    </fieldset>
  );
};

const INPUTS = {
  count: { type: 'number', min: 0, step: 1, inputmode: 'numeric' },
  decimal: { type: 'number', min: 0, step: 0.01, inputmode: 'decimal' },
  date: { type: 'date' },
} as const;

/** One cell of the form to fill in. */
export const Entry = (props: EntryProps) => {
  const { field, line } = props;
  const label = fill(text.entryOf, { name: line.group === null ? line.name : `${line.group}${line.name}` });
  const common = { id: idOf(field.id), name: field.id, 'aria-label': label };
  const value = valueOf(props);
  if (field.type === 'choices') return <Choices {...props} label={label} />;
  if (field.type === 'flag')
    return (
      <select {...common}>
        {['', '是', '否'].map((option) => (
          <option value={option} selected={option === value}>
            {option === '' ? text.unset : option}
          </option>
        ))}
      </select>
    );
  if (field.type === 'text')
    return (
      <textarea {...common} rows={value.length > 40 ? 4 : 1} maxlength={2000}>
        {value}
      </textarea>
    );
  return <input {...common} {...INPUTS[field.type]} value={value} />;
};
