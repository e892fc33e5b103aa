import { actorName } from '../../core/actors.ts';
import type { ItemView } from '../../items/views.ts';
import { tellFacts } from './event-facts.ts';
import { Layout, page } from './layout.tsx';
import { Chip, CopyLink, DeliveryCell, Time } from './parts.tsx';
import { text } from './text.ts';

type Cell = unknown;

const Table = ({ head, rows }: { head: readonly string[]; rows: readonly (readonly Cell[])[] }) => (
  <table class="stack">
    <thead>
      <tr>
        {head.map((name) => (
          <th scope="col">{name}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((cells) => (
        <tr>
          {cells.map((cell, index) => (
            <td data-name={head[index] ?? ''}>{cell}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

const Facts = ({ item }: { item: ItemView }) => {
  const facts: readonly (readonly [string, Cell])[] = [
    [text.externalId, item.externalId],
    [text.type, item.typeName],
    [text.unit, item.unitName],
    [text.revision, item.revision],
    [text.published, <Time at={item.publishedAt} />],
    [text.hash, <code>{item.hash}</code>],
  ];
  return (
    <dl class="facts card">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
};

const Deliveries = ({ deliveries }: Pick<ItemView, 'deliveries'>) => (
  <div class="cards">
    {deliveries.map((delivery) => (
      <section class="card">
        <h3>{delivery.channelName}</h3>
        <DeliveryCell delivery={delivery} />
        {delivery.attempts > 0 && <p class="soft">{`${text.attempts} ${delivery.attempts} ${text.times}`}</p>}
        {delivery.liveSince && (
          <p class="soft">
            {text.liveSince} <Time at={delivery.liveSince} />
          </p>
        )}
        {delivery.withdrawal && <p class="soft">{`${text.withdrawalBecause}：${delivery.withdrawal.reason}`}</p>}
      </section>
    ))}
  </div>
);

const receiptRows = ({ receipts }: ItemView): Cell[][] =>
  receipts.map(({ channelName, revision, url, at, goneAt }) => [
    channelName,
    revision,
    goneAt ? text.gone : <CopyLink url={url} label={url} />,
    <Time at={at} />,
  ]);

const eventRows = ({ events, deliveries }: ItemView): Cell[][] =>
  events.map(({ at, name, actor, data }) => [
    <Time at={at} />,
    name,
    deliveries.find(({ channel }) => channel === data['channelId'])?.channelName ?? '',
    actorName(actor, deliveries),
    tellFacts(data),
  ]);

const stepRows = ({ steps }: ItemView): Cell[][] =>
  steps.map(({ channelName, label, state, beganAt }) => [
    channelName,
    label,
    state === 'done' ? text.done : <Chip status="retrying" />,
    <Time at={beganAt} />,
  ]);

/** Everything known of one item, for people. The body stands as text: it is shown in its own dress on the channels. */
export const itemPage = (item: ItemView, demo: boolean): string => {
  const approvals = item.approvals.map(({ stage, name, revision, at }) => [stage, name, revision, <Time at={at} />]);
  return page(
    <Layout title={item.title} demo={demo}>
      <p>
        <a href="/">{text.back}</a>
      </p>
      <h1>{item.title}</h1>
      <Facts item={item} />
      <h2>{text.deliveries}</h2>
      <Deliveries deliveries={item.deliveries} />
      <h2>{text.receipts}</h2>
      <Table head={[text.channel, text.revision, text.url, text.time]} rows={receiptRows(item)} />
      <h2>{text.approvals}</h2>
      <Table head={[text.stage, text.person, text.revision, text.time]} rows={approvals} />
      <h2>{text.steps}</h2>
      <Table head={[text.channel, text.steps, text.status, text.time]} rows={stepRows(item)} />
      <h2>{text.events}</h2>
      <Table head={[text.time, text.what, text.channel, text.who, text.details]} rows={eventRows(item)} />
    </Layout>,
  );
};
