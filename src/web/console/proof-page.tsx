import { Field, PostForm } from './form-parts.tsx';
import { Alert } from './ui.tsx';
import { words } from './words.ts';

export interface ProofPageProps {
  /** Where what was asked goes on. */
  readonly action: string;
  readonly method: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly wrong: string | null;
  readonly minutes: number;
  /** A part of a page: what is read first stays first. */
  readonly calm?: boolean;
}

/** Asks for the password and sends on what was already filled in; a page asked for by GET has nothing to send on. */
export const ProofPage = ({ action, method, fields, wrong, minutes, calm = false }: ProofPageProps) => (
  <PostForm action={method === 'GET' ? '/console/proof' : action} class="narrow">
    {method === 'GET' && <input type="hidden" name="next" value={action} />}
    {fields.map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <p>{words.proofWhy.replace('{minutes}', String(minutes))}</p>
    {wrong && <Alert title={words.errorTitle}>{wrong}</Alert>}
    <Field
      name="_password"
      label={words.password}
      type="password"
      autocomplete="current-password"
      required
      autofocus={!calm}
    />
    <button type="submit">{words.proofGo}</button>
  </PostForm>
);
