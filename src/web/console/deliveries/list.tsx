import { actingPerson } from '../../../accounts/acting.ts';
import { AppError } from '../../../core/errors.ts';
import { CHANNEL_FAULTS, FAULT_NAMES, type ChannelFault } from '../../../core/faults.ts';
import { STATUS_NAMES } from '../../../core/states.ts';
import { retryChannel } from '../../../deliveries/bulk.ts';
import {
  countFailures,
  deliveryQuerySchema,
  listDeliveries,
  type DeliveryRow,
  type FailureGroup,
} from '../../../deliveries/list.ts';
import { parse } from '../../../items/parse.ts';
import { listUnits } from '../../../items/reference.ts';
import { Confirm, Select } from '../form-parts.tsx';
import { may } from '../frame.tsx';
import { addPage, type Console } from '../pages.tsx';
import { CopyLink } from '../parts.tsx';
import { Cell, Empty, Pager, Row, StatusChip, Table, Time } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { words } from '../words.ts';
import { text } from './text.ts';

export const PATH = '/console/deliveries';
const FILTERS = ['channel', 'status', 'fault', 'unit'] as const;

const Line = ({ itemId, title, unitName, delivery }: DeliveryRow) => (
  <Row>
    <Cell>
      <a href={`/console/items/${itemId}#delivery-${delivery.channel}`}>{title}</a> <span class="soft">{unitName}</span>
    </Cell>
    <Cell name={text.channel} keep>
      {delivery.channelName}
    </Cell>
    <Cell name={text.status}>
      <StatusChip status={delivery.status} />{' '}
      <CopyLink url={delivery.actual === 'live' ? delivery.url : null} label={text.open} />
    </Cell>
    <Cell name={text.cause}>{delivery.fault?.name ?? ''}</Cell>
    <Cell name={text.detail}>{delivery.fault?.text ?? ''}</Cell>
    <Cell name={text.updated}>
      <Time at={delivery.updatedAt} />
    </Cell>
  </Row>
);

interface FilterProps {
  readonly asked: Readonly<Record<string, string>>;
  readonly channels: readonly (readonly [string, string])[];
  readonly units: readonly (readonly [string, string])[];
}

const Filter = ({ asked, channels, units }: FilterProps) => {
  const choices = {
    channel: [text.channel, channels],
    status: [text.status, Object.entries(STATUS_NAMES)],
    fault: [text.cause, Object.entries(FAULT_NAMES)],
    unit: [text.unit, units],
  } as const;
  return (
    <form class="filter" method="get" action={PATH}>
      {FILTERS.map((name) => (
        <Select
          name={name}
          label={choices[name][0]}
          value={asked[name] ?? ''}
          options={[['', words.all], ...choices[name][1]]}
        />
      ))}
      <button type="submit">{text.filter}</button>
      {Object.keys(asked).length > 0 && <a href={PATH}>{text.clear}</a>}
    </form>
  );
};

const retryPath = ({ channelId, fault }: FailureGroup): string => `${PATH}/retry/${channelId}?fault=${fault}`;

const Failures = ({ groups, canRetry }: { groups: readonly FailureGroup[]; canRetry: boolean }) =>
  groups.length === 0 ? null : (
    <section class="card" aria-labelledby="failures">
      <h2 id="failures">{text.failures}</h2>
      <ul>
        {groups.map((group) => (
          <li>
            <a href={`${PATH}?channel=${group.channelId}&fault=${group.fault}`}>
              {`${group.channelName} · ${FAULT_NAMES[group.fault]} · ${group.count}`}
            </a>{' '}
            {canRetry && <a href={retryPath(group)}>{text.retryAlike}</a>}
          </li>
        ))}
      </ul>
    </section>
  );

const listPage = async (shell: Console, visit: Visit): Promise<Response> => {
  const { ctx } = shell;
  const person = actingPerson(visit.session.person);
  const asked = Object.fromEntries(
    ['cursor', ...FILTERS].map((name) => [name, visit.query(name)] as const).filter(([, value]) => value !== ''),
  );
  const [{ rows, next }, groups, units] = await Promise.all([
    listDeliveries(ctx, parse(deliveryQuerySchema, asked), person),
    countFailures(ctx, person),
    listUnits(ctx),
  ]);
  const channels = Array.from(ctx.channels.values(), ({ id, name }) => [id, name] as const);
  const isFiltered = Object.keys(asked).length > 0;
  return visit.page(
    { title: text.title },
    <>
      <Failures groups={groups} canRetry={may(visit.session, 'delivery-retry')} />
      <Filter asked={asked} channels={channels} units={units.map(({ id, name }) => [id, name] as const)} />
      {rows.length === 0 ? (
        <Empty>{isFiltered ? text.noneFound : text.none}</Empty>
      ) : (
        <Table
          caption={text.title}
          head={[text.items, text.channel, text.status, text.cause, text.detail, text.updated]}
        >
          {rows.map((row) => (
            <Line {...row} />
          ))}
        </Table>
      )}
      <Pager path={PATH} asked={asked} next={next} />
    </>,
  );
};

const faultIn = (value: string): ChannelFault => {
  const fault = CHANNEL_FAULTS.find((each) => each === value);
  if (!fault) throw new AppError('not-found', { what: '这类原因' });
  return fault;
};

/** 重试同类失败: one channel, one cause, with the number before anybody says yes. */
const addRetryAlike = (shell: Console): void => {
  const { ctx } = shell;
  const path = `${PATH}/retry/:channel`;
  addPage(shell, { method: 'get', path, who: 'delivery-retry' }, async (visit) => {
    const fault = faultIn(visit.query('fault'));
    const groups = await countFailures(ctx, actingPerson(visit.session.person));
    const group = groups.find((each) => each.channelId === visit.param('channel') && each.fault === fault);
    if (!group) throw new AppError('not-found', { what: '该渠道上的同类失败' });
    const facts = { channel: group.channelName, cause: FAULT_NAMES[fault], count: String(group.count) };
    const fill = (pattern: string) =>
      pattern.replace(/\{(\w+)\}/g, (_, name: string) => facts[name as keyof typeof facts] ?? '');
    return visit.page(
      { title: text.retryAlike },
      <Confirm
        action={`${PATH}/retry/${group.channelId}`}
        question={fill(text.retryAlikeAsk)}
        go={fill(text.retryGo)}
        back={PATH}
        fields={{ fault }}
      />,
    );
  });
  addPage(shell, { method: 'post', path, who: 'delivery-retry', proof: true }, async (visit) => {
    const channelId = visit.param('channel');
    const fault = faultIn(visit.form.get('fault'));
    await retryChannel(ctx, { channelId, fault }, actingPerson(visit.session.person));
    return visit.go(`${PATH}?channel=${channelId}`, 'retried');
  });
};

export const addList = (shell: Console): void => {
  addPage(shell, { method: 'get', path: PATH, who: 'item-read' }, (visit) => listPage(shell, visit));
  addRetryAlike(shell);
};
