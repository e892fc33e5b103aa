import { createContext, useContext, type Child, type PropsWithChildren } from 'hono/jsx';
import { issueText, type Issue } from '../../core/issues.ts';
import { words } from './words.ts';

/** The form token of the session; the frame provides it to every form below. Empty in a part that htmx asked for: there a header carries it. */
export const FormToken = createContext('');

export interface PostFormProps {
  readonly action: string;
  readonly class?: string;
  readonly files?: boolean;
  /** `data-…` attributes for a script. */
  readonly data?: Readonly<Record<`data-${string}`, string>>;
  readonly children?: Child;
}

/** Every form that changes something. */
export const PostForm = ({ action, class: className, files = false, data = {}, children }: PostFormProps) => (
  <form method="post" action={action} class={className} enctype={files ? 'multipart/form-data' : undefined} {...data}>
    <input type="hidden" name="_token" value={useContext(FormToken)} />
    {children}
  </form>
);

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'email' | 'number' | 'search' | 'date' | 'datetime-local';
  readonly value?: string | number;
  readonly hint?: string;
  /** All issues of the form; the field shows its own. */
  readonly issues?: readonly Issue[];
  readonly required?: boolean;
  readonly autofocus?: boolean;
  readonly autocomplete?: string;
  readonly inputmode?: 'numeric' | 'text';
  readonly maxlength?: number;
}

const ownIssues = (name: string, issues: readonly Issue[]): readonly Issue[] =>
  issues.filter(({ field }) => field === name || field.startsWith(`${name}[`) || field.startsWith(`${name}.`));

/** The id of a field's input: where an issue's link leads. */
export const idOf = (name: string): string => `f-${name.replaceAll(/[^\w-]/g, '-')}`;

interface AroundProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required?: boolean | undefined;
  readonly issues: readonly Issue[];
}

/** What belongs to an input by `aria-describedby`. */
const describe = ({ name, hint, issues }: AroundProps): Record<string, string> => {
  const ids = [...(hint ? [`${idOf(name)}-hint`] : []), ...(issues.length > 0 ? [`${idOf(name)}-wrong`] : [])];
  return {
    ...(ids.length > 0 ? { 'aria-describedby': ids.join(' ') } : {}),
    ...(issues.length > 0 ? { 'aria-invalid': 'true' } : {}),
  };
};

const Around = ({ name, label, hint, required, issues, children }: PropsWithChildren<AroundProps>) => (
  <div class="field">
    <label for={idOf(name)}>
      {label}
      {required && <span class="must">{`（${words.required}）`}</span>}
    </label>
    {children}
    {hint && (
      <p class="hint" id={`${idOf(name)}-hint`}>
        {hint}
      </p>
    )}
    {issues.length > 0 && (
      <p class="wrong" id={`${idOf(name)}-wrong`}>
        {issues.map(issueText).join('；')}
      </p>
    )}
  </div>
);

export const Field = ({ name, label, hint, issues = [], type = 'text', required, ...rest }: FieldProps) => {
  const around = { name, label, hint, required, issues: ownIssues(name, issues) };
  return (
    <Around {...around}>
      <input id={idOf(name)} name={name} type={type} required={required} {...rest} {...describe(around)} />
    </Around>
  );
};

export const TextArea = ({
  name,
  label,
  hint,
  issues = [],
  required,
  value = '',
  rows = 4,
}: FieldProps & { rows?: number }) => {
  const around = { name, label, hint, required, issues: ownIssues(name, issues) };
  return (
    <Around {...around}>
      <textarea id={idOf(name)} name={name} rows={rows} required={required} {...describe(around)}>
        {String(value)}
      </textarea>
    </Around>
  );
};

type Options = readonly (readonly [value: string, label: string])[];

export const Select = ({ name, label, hint, issues = [], value = '', options }: FieldProps & { options: Options }) => {
  const around = { name, label, hint, issues: ownIssues(name, issues) };
  return (
    <Around {...around}>
      <select id={idOf(name)} name={name} {...describe(around)}>
        {options.map(([id, shown]) => (
          <option value={id} selected={id === String(value)}>
            {shown}
          </option>
        ))}
      </select>
    </Around>
  );
};

export interface ChecksProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly options: Options;
  readonly chosen: readonly string[];
  readonly issues?: readonly Issue[];
}

/** Several of a list; each posts the same name. */
export const Checks = ({ name, label, hint, options, chosen, issues = [] }: ChecksProps) => (
  <fieldset class="checks" id={idOf(name)}>
    <legend>{label}</legend>
    {hint && <p class="hint">{hint}</p>}
    <div>
      {options.map(([id, shown]) => (
        <label>
          <input type="checkbox" name={name} value={id} checked={chosen.includes(id)} /> {shown}
        </label>
      ))}
    </div>
    {ownIssues(name, issues).map((each) => (
      <p class="wrong">{issueText(each)}</p>
    ))}
  </fieldset>
);

/** Ticked, the boxes of the page no longer count, but everything that the filter lists. Works without a script. */
export const AllInFilter = ({ query, label }: { query: string; label: string }) => (
  <label class="check">
    <input type="hidden" name="query" value={query} />
    <input type="checkbox" name="all" value="1" /> {label}
  </label>
);

/** All issues at once, above the form; each leads to its field. */
export const Issues = ({ issues }: { issues: readonly Issue[] }) =>
  issues.length === 0 ? null : (
    <div class="note bad" role="alert">
      <strong>{words.issuesTitle}</strong>
      <ul>
        {issues.map((each) => (
          <li>
            <a href={`#${idOf(each.field.split(/[[.]/)[0] ?? '')}`}>{issueText(each)}</a>
          </li>
        ))}
      </ul>
    </div>
  );

export interface ConfirmProps {
  readonly action: string;
  /** What will happen, with its number where it is many. */
  readonly question: Child;
  readonly go: string;
  readonly back: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A page, not a pop-up: it works without scripts and can be read in peace. */
export const Confirm = ({ action, question, go, back, fields = {} }: ConfirmProps) => (
  <PostForm action={action} class="narrow">
    <p>{question}</p>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <p class="buttons">
      <button type="submit">{go}</button> <a href={back}>{words.cancel}</a>
    </p>
  </PostForm>
);
