import { z } from 'zod';
import { createKey, revokeKey } from '../../../accounts/keys.ts';
import { listKeys, type KeyView } from '../../../accounts/list-keys.ts';
import { personName } from '../../../accounts/person.ts';
import type { Issue } from '../../../core/issues.ts';
import { SCOPES } from '../../../core/scopes.ts';
import { AppError } from '../../../core/errors.ts';
import { parse } from '../../../items/parse.ts';
import { listUnits } from '../../../items/reference.ts';
import { Checks, Confirm, Field, Issues, PostForm } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Cell, Chip, Empty, Row, Table, Time } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { Once, systemPage } from './parts.tsx';
import { SCOPE_NAMES, text } from './text.ts';
import { addDays, startOfDay } from '../../../core/days.ts';

const PATH = '/console/system/keys';

const keySchema = z.strictObject({
  name: z.string().trim().min(2).max(60),
  scopes: z.array(z.enum(SCOPES)).min(1),
  unitIds: z.array(z.string().max(64)).max(200),
  /** The last day it works, Beijing time. */
  expires: z.union([z.literal(''), z.iso.date()]),
});

const State = ({ view: { revokedAt, isExpired, expiresAt } }: { view: KeyView }) => {
  if (revokedAt)
    return (
      <Chip tone="done" icon="⊘">
        {text.revoked}
      </Chip>
    );
  if (isExpired)
    return (
      <Chip tone="wait" icon="◷">
        {text.expired}
      </Chip>
    );
  return (
    <>
      <Chip tone="good" icon="✓">
        {text.active}
      </Chip>
      {expiresAt && (
        <span class="soft">
          {` ${text.until} `}
          <Time at={expiresAt} />
        </span>
      )}
    </>
  );
};

const KeyRow = ({ view }: { view: KeyView }) => (
  <Row>
    <Cell>{view.name}</Cell>
    <Cell name={text.scopes}>{view.scopes.map((scope) => SCOPE_NAMES[scope]).join('、')}</Cell>
    <Cell name={text.units}>{view.unitIds.length > 0 ? view.unitIds.join('、') : text.allUnits}</Cell>
    <Cell name={text.state}>
      <State view={view} />
    </Cell>
    <Cell>{view.revokedAt === null && <a href={`${PATH}/${view.id}/revoke`}>{text.revoke}</a>}</Cell>
  </Row>
);

const keysPage = async (shell: Console, visit: Visit, issues: readonly Issue[], secret = ''): Promise<Response> => {
  const [keys, units] = await Promise.all([listKeys(shell.ctx), listUnits(shell.ctx)]);
  const { form } = visit;
  const again = issues.length > 0;
  return systemPage(
    shell,
    visit,
    { title: secret === '' ? text.keys : text.keyMade, status: again ? 422 : 200 },
    <>
      {secret !== '' && <Once label={text.key} secret={secret} why={text.keyOnce} />}
      <p class="soft">{text.keysWhy}</p>
      <Issues issues={issues} />
      {keys.length === 0 ? (
        <Empty>{text.noKeys}</Empty>
      ) : (
        <Table caption={text.keys} head={[text.keyName, text.scopes, text.units, text.state, '']}>
          {keys.map((view) => (
            <KeyRow view={view} />
          ))}
        </Table>
      )}
      <h2>{text.newKey}</h2>
      <PostForm action={PATH} class="narrow">
        <Field
          name="name"
          label={text.keyName}
          hint={text.keyNameHint}
          value={again ? form.get('name') : ''}
          issues={issues}
          required
        />
        <Checks
          name="scopes"
          label={text.scopes}
          options={SCOPES.map((scope) => [scope, SCOPE_NAMES[scope]] as const)}
          chosen={again ? form.all('scopes') : []}
          issues={issues}
        />
        <Checks
          name="unitIds"
          label={text.units}
          hint={text.unitsHint}
          options={units.map(({ id, name }) => [id, name] as const)}
          chosen={again ? form.all('unitIds') : []}
          issues={issues}
        />
        <Field
          name="expires"
          label={text.expires}
          type="date"
          value={again ? form.get('expires') : ''}
          issues={issues}
        />
        <button type="submit">{text.create}</button>
      </PostForm>
    </>,
  );
};

const addRevoke = (shell: Console): void => {
  const { ctx } = shell;
  const path = `${PATH}/:id/revoke`;
  addPage(shell, { method: 'get', path, who: 'key-manage' }, async (visit) => {
    const key = (await listKeys(ctx)).find(({ id }) => id === visit.param('id'));
    if (!key) throw new AppError('not-found', { what: '密钥' });
    const question = (
      <>
        <strong>{key.name}</strong>：{text.revokeAsk}
      </>
    );
    const action = `${PATH}/${key.id}/revoke`;
    const confirm = <Confirm action={action} question={question} go={text.revoke} back={PATH} />;
    return systemPage(shell, visit, { title: text.revoke }, confirm);
  });
  addPage(shell, { method: 'post', path, who: 'key-manage', proof: true }, async (visit) => {
    const { person } = visit.session;
    await revokeKey(ctx, visit.param('id'), personName(person), person);
    return visit.go(PATH, 'key-revoked');
  });
};

export const addKeys = (shell: Console): void => {
  const { ctx } = shell;
  addPage(shell, { method: 'get', path: PATH, who: 'key-manage' }, (visit) => keysPage(shell, visit, []));
  addPage(shell, { method: 'post', path: PATH, who: 'key-manage', proof: true }, async (visit) => {
    const { form, session } = visit;
    const { person } = session;
    let secret = '';
    const issues = await orIssues(async () => {
      const asked = {
        name: form.get('name'),
        scopes: form.all('scopes'),
        unitIds: form.all('unitIds'),
        expires: form.get('expires'),
      };
      const { expires, ...key } = parse(keySchema, asked);
      const expiry = expires === '' ? {} : { expiresAt: startOfDay(addDays(expires, 1)) };
      ({ secret } = await createKey(ctx, { ...key, ...expiry, actor: personName(person), by: person }));
    });
    return keysPage(shell, visit, issues, secret);
  });
  addRevoke(shell);
};
