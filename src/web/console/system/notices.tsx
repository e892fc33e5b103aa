import { actingPerson } from '../../../accounts/acting.ts';
import type { Issue } from '../../../core/issues.ts';
import { NOTICE_TOPICS, NOTICE_WAYS, TOPIC_NAMES, WAY_NAMES, type NoticeWay } from '../../../core/notices.ts';
import { tryTarget } from '../../../notices/send.ts';
import { addTarget, listTargets, removeTarget, switchTarget, type TargetView } from '../../../notices/targets.ts';
import type { Form } from '../form.ts';
import { Checks, Field, Issues, PostForm, TextArea } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Cell, Chip, Empty, Row, Table, Time } from '../ui.tsx';
import { personOf, type Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { systemPage } from './parts.tsx';
import { noticeText as text } from './notice-text.ts';

const PATH = '/console/system/notices';

interface SettingField {
  readonly name: string;
  readonly type?: 'password' | 'number';
  /** Until another is entered. */
  readonly value?: string;
  readonly many?: true;
}
const SETTINGS: Readonly<Record<NoticeWay, readonly SettingField[]>> = {
  wecom: [{ name: 'url' }],
  dingtalk: [{ name: 'url' }, { name: 'secret', type: 'password' }],
  smtp: [
    { name: 'host' },
    { name: 'port', type: 'number', value: '465' },
    { name: 'user' },
    { name: 'password', type: 'password' },
    { name: 'from' },
    { name: 'to', many: true },
  ],
};

const Setting = ({
  way,
  field,
  value,
  issues,
}: {
  way: NoticeWay;
  field: SettingField;
  value: string;
  issues: readonly Issue[];
}) => {
  const { name, type, many } = field;
  const hint = text.hints[`${way}.${name}`];
  const props = { name, label: text.settings[name] ?? name, issues, value, ...(hint ? { hint } : {}) };
  return many ? <TextArea {...props} rows={2} /> : <Field {...props} {...(type ? { type } : {})} autocomplete="off" />;
};

/** The form of one way; what was typed into it and refused stands there again, but for what is secret. */
const AddForm = ({ way, form, issues }: { way: NoticeWay; form: Form; issues: readonly Issue[] }) => {
  const again = issues.length > 0;
  return (
    <PostForm action={PATH} class="narrow">
      <input type="hidden" name="way" value={way} />
      <Field
        name="name"
        label={text.name}
        hint={text.nameHint}
        value={again ? form.get('name') : ''}
        issues={issues}
        required
      />
      {SETTINGS[way].map((field) => (
        <Setting
          way={way}
          field={field}
          value={again && field.type !== 'password' ? form.get(field.name) : (field.value ?? '')}
          issues={issues}
        />
      ))}
      {way === 'smtp' && (
        <Checks
          name="plain"
          label={text.settings['plain'] ?? ''}
          options={[['yes', text.plain]]}
          chosen={again ? form.all('plain') : []}
        />
      )}
      <Checks
        name="topics"
        label={text.topics}
        options={NOTICE_TOPICS.map((topic) => [topic, TOPIC_NAMES[topic]] as const)}
        chosen={again ? form.all('topics') : NOTICE_TOPICS}
        issues={issues}
      />
      <button type="submit">{text.save}</button>
    </PostForm>
  );
};

/** Which way the form is for: what was sent, what the address asks for, or the first. */
const wayOf = ({ form, query }: Visit): NoticeWay => {
  const asked = form.get('way') || query('way');
  return NOTICE_WAYS.find((way) => way === asked) ?? 'wecom';
};

const State = ({ target: { isOn, failures, failure, nextTryAt } }: { target: TargetView }) => {
  if (!isOn)
    return (
      <Chip tone="done" icon="⊘">
        {text.off}
      </Chip>
    );
  if (failures === 0)
    return (
      <Chip tone="good" icon="✓">
        {text.on}
      </Chip>
    );
  return (
    <>
      <Chip tone="bad" icon="▲">
        {fill(text.failing, { times: failures })}
      </Chip>
      <div>{failure}</div>
      {nextTryAt && (
        <div class="soft">
          {text.next} <Time at={nextTryAt} />
        </div>
      )}
    </>
  );
};

const Buttons = ({ target: { id, isOn } }: { target: TargetView }) => (
  <>
    {(['try', isOn ? 'off' : 'on', 'remove'] as const).map((verb) => (
      <PostForm action={`${PATH}/${id}/${verb}`}>
        <button type="submit" class="plain">
          {text.verbs[verb]}
        </button>
      </PostForm>
    ))}
  </>
);

const Targets = ({ targets }: { targets: readonly TargetView[] }) => (
  <Table caption={text.title} head={[text.name, text.way, text.topics, text.state, text.sent, '']}>
    {targets.map((target) => (
      <Row>
        <Cell>{target.name}</Cell>
        <Cell name={text.way}>{WAY_NAMES[target.way]}</Cell>
        <Cell name={text.topics}>{target.topics.map((topic) => TOPIC_NAMES[topic]).join('、')}</Cell>
        <Cell name={text.state}>
          <State target={target} />
        </Cell>
        <Cell name={text.sent}>
          {target.urgentAt ? <Time at={target.urgentAt} /> : (target.digestOn ?? words.none)}
        </Cell>
        <Cell>
          <div class="buttons">
            <Buttons target={target} />
          </div>
        </Cell>
      </Row>
    ))}
  </Table>
);

const noticesPage = async (shell: Console, visit: Visit, issues: readonly Issue[]): Promise<Response> => {
  const targets = await listTargets(shell.ctx, actingPerson(personOf(visit)));
  const chosen = wayOf(visit);
  return systemPage(
    shell,
    visit,
    { title: text.title, status: issues.length > 0 ? 422 : 200 },
    <>
      <p class="soft">{text.why}</p>
      <p class="soft">{text.rules}</p>
      <Issues issues={issues} />
      {targets.length === 0 ? <Empty>{text.nobody}</Empty> : <Targets targets={targets} />}
      <h2>{fill(text.add, { way: WAY_NAMES[chosen] })}</h2>
      <p class="buttons">
        {NOTICE_WAYS.map((way) => (
          <a href={`${PATH}?way=${way}`} aria-current={way === chosen ? 'true' : undefined}>
            {WAY_NAMES[way]}
          </a>
        ))}
      </p>
      <AddForm way={chosen} form={visit.form} issues={issues} />
    </>,
  );
};

/** What the form of a way says; another way's fields are none of it. */
const askedOf = (form: Form): unknown => {
  const way = form.get('way');
  const names = NOTICE_WAYS.filter((each) => each === way).flatMap((each) => SETTINGS[each].map(({ name }) => name));
  const plain = form.get('plain') === 'yes' ? { plain: 'yes' } : {};
  return {
    name: form.get('name'),
    way,
    topics: form.all('topics'),
    settings: { ...Object.fromEntries(names.map((name) => [name, form.get(name)])), ...(way === 'smtp' ? plain : {}) },
  };
};

/** 通知: who is told outside the console, of what, and whether it reaches them. */
export const addNotices = (shell: Console): void => {
  const { ctx } = shell;
  const who = 'setting-manage';
  const acting = (visit: Visit) => actingPerson(personOf(visit));
  addPage(shell, { method: 'get', path: PATH, who }, (visit) => noticesPage(shell, visit, []));
  const change = { method: 'post', who, proof: true } as const;
  addPage(shell, { ...change, path: PATH }, async (visit) => {
    const found = await orIssues(() => addTarget(ctx, askedOf(visit.form), acting(visit)));
    const issues = found.map((each) => ({ ...each, field: each.field.replace(/^settings\./, '') }));
    return issues.length > 0 ? noticesPage(shell, visit, issues) : visit.go(PATH, 'saved');
  });
  addPage(shell, { method: 'post', who, path: `${PATH}/:id/try` }, async (visit) => {
    const failure = await tryTarget(ctx, visit.param('id'), acting(visit));
    return systemPage(
      shell,
      visit,
      { title: text.verbs.try },
      <>
        <p>{failure === null ? text.arrived : fill(text.failed, { why: failure })}</p>
        <a href={PATH}>{words.back}</a>
      </>,
    );
  });
  for (const verb of ['on', 'off'] as const)
    addPage(shell, { ...change, path: `${PATH}/:id/${verb}` }, async (visit) => {
      await switchTarget(ctx, visit.param('id'), verb === 'on', acting(visit));
      return visit.go(PATH, 'saved');
    });
  addPage(shell, { ...change, path: `${PATH}/:id/remove` }, async (visit) => {
    await removeTarget(ctx, visit.param('id'), acting(visit));
    return visit.go(PATH, 'saved');
  });
};
