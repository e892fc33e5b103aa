import { actingPerson } from '../../../accounts/acting.ts';
import type { PersonActor } from '../../../accounts/actor.ts';
import { AppError } from '../../../core/errors.ts';
import type { Issue } from '../../../core/issues.ts';
import { changeSettings, type ChangeSettings } from '../../../deliveries/change-settings.ts';
import { listSettings, readHealth, type SettingView } from '../../../deliveries/health.ts';
import { holdChannel, resumeChannel } from '../../../deliveries/hold.ts';
import { probeChannel, type Probed } from '../../../deliveries/probe.ts';
import { listChannels } from '../../../items/reference.ts';
import { Issues } from '../form-parts.tsx';
import { may } from '../frame.tsx';
import { addPage, type Console } from '../pages.tsx';
import { ProofPage } from '../proof-page.tsx';
import { Alert, Empty } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import type { Notice } from '../words.ts';
import { EditSettings, Manage, ProbeResult } from './manage.tsx';
import { Abilities, Because, Health, Limits, Quotas, Settings, StateChip } from './parts.tsx';
import { text } from './text.ts';

const PATH = '/console/channels';
const OWN = `${PATH}/:channel`;

const listPage = async ({ ctx }: Console, visit: Visit): Promise<Response> => {
  const [cards, health] = await Promise.all([listChannels(ctx), readHealth(ctx, actingPerson(visit.session.person))]);
  return visit.page(
    { title: text.title },
    cards.length === 0 ? (
      <Empty>{text.none}</Empty>
    ) : (
      <div class="cards wide">
        {cards.map((card) => (
          <section class="card" data-row aria-labelledby={`channel-${card.id}`}>
            <h2 id={`channel-${card.id}`}>
              {card.name} <StateChip {...card} />
            </h2>
            <Because {...card} />
            <p class="soft">{`${text.takes}：${card.takesNames.join('、')}`}</p>
            <Health health={health.get(card.id)} channelId={card.id} />
            {card.quotas.slice(0, 3).map(({ name, usedToday, perDay, leftToday }) => (
              <p class="soft">{`${name}：${text.usedToday} ${usedToday}/${perDay}，${text.left} ${leftToday}`}</p>
            ))}
            <p>
              <a href={`${PATH}/${card.id}`}>{`${text.open}：${card.name}`}</a>
            </p>
          </section>
        ))}
      </div>
    ),
  );
};

/** What came of what was asked: told on the channel's own page. */
interface Outcome {
  readonly issues?: readonly Issue[];
  readonly refusal?: AppError;
  readonly probed?: Probed;
}

const channelPage = async (shell: Console, visit: Visit, outcome: Outcome = {}): Promise<Response> => {
  const { issues = [], refusal, probed } = outcome;
  const { ctx } = shell;
  const channel = ctx.channels.get(visit.param('channel'));
  if (!channel) throw new AppError('not-found', { what: '这个渠道' });
  const [cards, health, settings] = await Promise.all([
    listChannels(ctx),
    readHealth(ctx, actingPerson(visit.session.person)),
    listSettings(ctx, channel),
  ]);
  const card = cards.find(({ id }) => id === channel.id);
  if (!card) throw new AppError('not-found', { what: '这个渠道' });
  const manages = may(visit.session, 'channel-manage');
  return visit.page(
    { title: channel.name, status: refusal?.status ?? (issues.length > 0 ? 422 : 200) },
    <>
      <p>
        <StateChip {...card} />{' '}
        <span class="soft">{`${channel.adapter.name} · ${text.takes}：${card.takesNames.join('、')}`}</span>{' '}
        <a href={PATH}>{text.back}</a>
      </p>
      {refusal && <Alert title={text.conflict}>{refusal.message}</Alert>}
      {probed && <ProbeResult probed={probed} />}
      <Issues issues={issues} />
      <Because {...card} />
      <h2>{text.health}</h2>
      <Health health={health.get(channel.id)} channelId={channel.id} />
      <h2>{text.abilities}</h2>
      <Abilities adapter={channel.adapter} />
      {manages && (
        <>
          <h2>{text.manage}</h2>
          <Manage card={card} channel={channel} issues={issues} />
        </>
      )}
      <h2>{text.quotas}</h2>
      <Quotas quotas={card.quotas} />
      <h2>{text.limits}</h2>
      <Limits adapter={channel.adapter} />
      {manages && (
        <>
          <h2>{text.settings}</h2>
          <Settings settings={settings} />
          <h2>{text.edit}</h2>
          {visit.session.isProven ? (
            <EditSettings channelId={channel.id} settings={settings} form={visit.form} issues={issues} />
          ) : (
            <ProofPage
              action={`${PATH}/${channel.id}`}
              method="GET"
              fields={[]}
              wrong={null}
              minutes={visit.settings.policy.proofMinutes}
              calm
            />
          )}
        </>
      )}
    </>,
  );
};

/** What has to be mended comes back on the page, and so does what is not to be done now. */
const change = async (
  shell: Console,
  visit: Visit,
  run: (person: PersonActor) => Promise<unknown>,
  notice: Notice,
): Promise<Response> => {
  try {
    await run(actingPerson(visit.session.person));
    return visit.go(`${PATH}/${visit.param('channel')}`, notice);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.issues.length > 0) return channelPage(shell, visit, { issues: error.issues });
    if (error.status === 409) return channelPage(shell, visit, { refusal: error });
    throw error;
  }
};

/** Of the form: an emptied text goes back to its default, an empty secret stays, a ticked one goes. */
const changesIn = (visit: Visit, settings: readonly SettingView[]): ChangeSettings => {
  const { form } = visit;
  const open = settings.filter(({ name, origin }) => origin !== 'config' && form.has(name));
  const set = open.filter(({ name, value }) => form.get(name) !== '' && form.get(name) !== value);
  const emptied = open.filter(
    ({ name, isSecret, origin }) => !isSecret && origin === 'console' && form.get(name) === '',
  );
  const ticked = form.all('clear').filter((name) => form.get(name) === '');
  return {
    channelId: visit.param('channel'),
    set: Object.fromEntries(set.map(({ name }) => [name, form.get(name)])),
    clear: [...emptied.map(({ name }) => name), ...ticked],
  };
};

const addManaging = (shell: Console): void => {
  const { ctx } = shell;
  const who = 'channel-manage';
  const idIn = ({ param }: Pick<Visit, 'param'>): string => param('channel');
  addPage(shell, { method: 'post', path: `${OWN}/hold`, who, proof: true }, (visit) => {
    const input = { channelId: idIn(visit), reason: visit.form.get('reason') };
    return change(shell, visit, (person) => holdChannel(ctx, input, person), 'channel-held');
  });
  addPage(shell, { method: 'post', path: `${OWN}/resume`, who, proof: true }, (visit) =>
    change(shell, visit, (person) => resumeChannel(ctx, idIn(visit), person), 'channel-resumed'),
  );
  addPage(
    shell,
    { method: 'post', path: `${OWN}/settings`, who, proof: true, secret: (visit) => `${PATH}/${idIn(visit)}` },
    (visit) =>
      change(
        shell,
        visit,
        async (person) => {
          const channel = ctx.channels.get(idIn(visit));
          const settings = channel ? await listSettings(ctx, channel) : [];
          await changeSettings(ctx, changesIn(visit, settings), person);
        },
        'settings-saved',
      ),
  );
  addPage(shell, { method: 'post', path: `${OWN}/probe`, who }, async (visit) => {
    try {
      const probed = await probeChannel(ctx, idIn(visit), actingPerson(visit.session.person));
      return await channelPage(shell, visit, { probed });
    } catch (error) {
      if (error instanceof AppError && error.status === 409) return channelPage(shell, visit, { refusal: error });
      throw error;
    }
  });
};

/** 渠道: health, quotas, what each can and may, and for administrators its settings, pause and test. */
export const addChannels = (shell: Console): void => {
  addPage(shell, { method: 'get', path: PATH, who: 'channel-read' }, (visit) => listPage(shell, visit));
  addPage(shell, { method: 'get', path: OWN, who: 'channel-read' }, (visit) => channelPage(shell, visit));
  addManaging(shell);
};
