import { changePolicy, changeStaffNetworks } from '../../../accounts/settings.ts';
import { POLICY_PRESETS, policySchema, PRESET_NAMES, type AccountPolicy } from '../../../core/account-policy.ts';
import type { Issue } from '../../../core/issues.ts';
import { parse } from '../../../items/parse.ts';
import type { Form } from '../form.ts';
import { Checks, Field, Issues, PostForm, Select, TextArea } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import type { Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { systemPage } from './parts.tsx';
import { text } from './text.ts';

const PATH = '/console/system/settings';

type NumberField =
  | 'minLength'
  | 'kinds'
  | 'history'
  | 'maxAgeDays'
  | 'failures'
  | 'addressFailures'
  | 'lockMinutes'
  | 'idleMinutes'
  | 'maxHours'
  | 'proofMinutes';
const NUMBERS: readonly NumberField[] = [
  'minLength',
  'kinds',
  'history',
  'maxAgeDays',
  'failures',
  'addressFailures',
  'lockMinutes',
  'idleMinutes',
  'maxHours',
  'proofMinutes',
];
const FLAGS = ['refuseNameParts', 'requireTotp'] as const;

const isPreset = (value: string): value is AccountPolicy['preset'] => Object.hasOwn(POLICY_PRESETS, value);

/** What the form says; an empty number is none, and the schema tells whether that may be. */
const policyOf = (form: Form): unknown => ({
  preset: form.get('preset'),
  ...Object.fromEntries(NUMBERS.map((name) => [name, form.get(name) === '' ? null : Number(form.get(name))])),
  ...Object.fromEntries(FLAGS.map((name) => [name, form.get(name) === 'yes'])),
});

const PolicyForm = ({ policy, issues }: { policy: AccountPolicy; issues: readonly Issue[] }) => (
  <PostForm action={`${PATH}/policy`} class="grid">
    <Select
      name="preset"
      label={text.preset}
      options={Object.entries(PRESET_NAMES)}
      value={policy.preset}
      issues={issues}
    />
    {NUMBERS.map((name) => (
      <Field name={name} label={text[name]} type="number" value={policy[name] ?? ''} issues={issues} />
    ))}
    {FLAGS.map((name) => (
      <Checks name={name} label={text[name]} options={[['yes', text.yes]]} chosen={policy[name] ? ['yes'] : []} />
    ))}
    <p class="buttons">
      <button type="submit">{words.save}</button>
      <button type="submit" name="use" value="preset" class="plain">
        {text.usePreset}
      </button>
    </p>
  </PostForm>
);

/** What whoever runs the machine decides; told here, so that nobody looks for it in vain. */
const Given = ({ approvalStages, undoMs }: Pick<Console['ctx'], 'approvalStages' | 'undoMs'>) => (
  <dl class="facts card">
    <dt>{text.stages}</dt>
    <dd>
      {approvalStages.join(' → ')} <span class="soft">YIGAO_APPROVAL_STAGES</span>
    </dd>
    <dt>{text.undo}</dt>
    <dd>
      {undoMs > 0 ? fill(text.undoSeconds, { seconds: Math.round(undoMs / 1000) }) : text.undoNever}{' '}
      <span class="soft">YIGAO_UNDO_SECONDS</span>
    </dd>
  </dl>
);

const settingsPage = (shell: Console, visit: Visit, issues: readonly Issue[]): Promise<Response> => {
  const { policy, staffNetworks } = visit.settings;
  const { form } = visit;
  const networks = form.has('networks') ? form.get('networks') : staffNetworks.join('\n');
  return systemPage(
    shell,
    visit,
    { title: text.settings, status: issues.length > 0 ? 422 : 200 },
    <>
      <Issues issues={issues} />
      <h2>{text.policy}</h2>
      <PolicyForm policy={policy} issues={issues} />
      <h2>{text.networks}</h2>
      <PostForm action={`${PATH}/networks`} class="narrow">
        <TextArea
          name="networks"
          label={text.networks}
          hint={`${text.networksHint}${visit.address}`}
          value={networks}
          issues={issues}
        />
        <button type="submit">{words.save}</button>
      </PostForm>
      <h2>{text.given}</h2>
      <p class="soft">{text.givenWhy}</p>
      <Given {...shell.ctx} />
    </>,
  );
};

export const addSettings = (shell: Console): void => {
  const { ctx } = shell;
  const saved = (visit: Visit, issues: readonly Issue[]) =>
    issues.length > 0 ? settingsPage(shell, visit, issues) : visit.go(PATH, 'saved');
  const change = { method: 'post', who: 'setting-manage', proof: true } as const;
  addPage(shell, { method: 'get', path: PATH, who: 'setting-manage' }, (visit) => settingsPage(shell, visit, []));
  addPage(shell, { ...change, path: `${PATH}/policy` }, async (visit) => {
    const { form, session } = visit;
    const preset = form.get('preset');
    const asked = form.get('use') === 'preset' && isPreset(preset) ? POLICY_PRESETS[preset] : policyOf(form);
    return saved(visit, await orIssues(async () => changePolicy(ctx, session.person, parse(policySchema, asked))));
  });
  addPage(shell, { ...change, path: `${PATH}/networks` }, async (visit) => {
    const { form, session, address } = visit;
    const ranges = form
      .get('networks')
      .split(/[\s,，、]+/)
      .filter(Boolean);
    return saved(visit, await orIssues(async () => changeStaffNetworks(ctx, session.person, ranges, address)));
  });
};
