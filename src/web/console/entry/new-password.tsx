import type { Issue } from '../../../core/issues.ts';
import { Field } from '../form-parts.tsx';
import type { Visit } from '../visit.ts';
import { passwordHint } from './text.ts';

interface NewPasswordProps {
  readonly visit: Pick<Visit, 'settings'>;
  readonly label: string;
  readonly again: string;
  readonly issues: readonly Issue[];
}

/** A password to be set, twice, with what the policy in force asks of it. */
export const NewPassword = ({ visit, label, again, issues }: NewPasswordProps) => {
  const { minLength, kinds } = visit.settings.policy;
  const common = { type: 'password', issues, autocomplete: 'new-password', required: true } as const;
  return (
    <>
      <Field name="password" label={label} hint={passwordHint(minLength, kinds)} {...common} />
      <Field name="again" label={again} {...common} />
    </>
  );
};
