import type { Context, QueueCount } from '../../../context.ts';
import { STATUS_NAMES, type DeliveryStatus } from '../../../core/states.ts';
import { readBacklog, type Backlog, type ChannelBacklog } from '../../../deliveries/backlog.ts';
import { addPage, type Console } from '../pages.tsx';
import { Alert, Cell, Empty, Note, Row, Table, Time } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { systemPage } from './parts.tsx';
import { text } from './text.ts';

const PATH = '/console/system/queues';
const JOB_NAMES = { converge: '分发', audit: '巡检' } as const;

const Rest = ({ isHeld, pausedUntil }: ChannelBacklog) => (
  <>
    {isHeld && text.held}
    {pausedUntil && (
      <>
        {`${text.pausedUntil} `}
        <Time at={pausedUntil} />
      </>
    )}
    {!isHeld && !pausedUntil && words.none}
  </>
);

const movingOf = ({ moving }: ChannelBacklog): string =>
  Object.entries(moving)
    .map(([status, many]) => `${STATUS_NAMES[status as DeliveryStatus]} ${many}`)
    .join('，') || '0';

const Channels = ({ channels }: Backlog) => (
  <Table caption={text.byChannel} head={[text.channel, text.moving, text.overdueCount, text.rest]}>
    {channels.map((channel) => (
      <Row>
        <Cell name={text.channel}>{channel.channelName}</Cell>
        <Cell name={text.moving}>{movingOf(channel)}</Cell>
        <Cell name={text.overdueCount}>{channel.overdue}</Cell>
        <Cell name={text.rest}>
          <Rest {...channel} />
        </Cell>
      </Row>
    ))}
  </Table>
);

const Outbox = ({ outbox, channels }: Backlog) =>
  outbox.length === 0 ? (
    <Empty>{text.noOutbox}</Empty>
  ) : (
    <Table caption={text.outboxTitle} head={[text.channel, text.job, text.dueNow, text.later, text.oldest]}>
      {outbox.map(({ channelId, job, due, later, oldestDueAt }) => (
        <Row>
          <Cell name={text.channel}>
            {channels.find((channel) => channel.channelId === channelId)?.channelName ?? channelId}
          </Cell>
          <Cell name={text.job}>{JOB_NAMES[job]}</Cell>
          <Cell name={text.dueNow}>{due}</Cell>
          <Cell name={text.later}>{later}</Cell>
          <Cell name={text.oldest}>
            <Time at={oldestDueAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );

const Queues = ({ counts }: { counts: readonly QueueCount[] | null }) =>
  counts === null ? (
    <Note tone="wait">{text.noQueue}</Note>
  ) : (
    <Table caption={text.queueTitle} head={[text.queueName, text.waiting, text.running, text.delayed]}>
      {counts.map(({ name, waiting, active, delayed }) => (
        <Row>
          <Cell name={text.queueName}>
            <code>{name}</code>
          </Cell>
          <Cell name={text.waiting}>{waiting}</Cell>
          <Cell name={text.running}>{active}</Cell>
          <Cell name={text.delayed}>{delayed}</Cell>
        </Row>
      ))}
    </Table>
  );

/** Null where the queue does not answer: the page stands on the database, and says so. */
const countsOf = async ({ queueCounts, log }: Context): Promise<readonly QueueCount[] | null> => {
  try {
    return queueCounts === null ? null : await queueCounts();
  } catch (error) {
    log.warn({ error }, 'the queue does not answer; its counts are not shown');
    return null;
  }
};

const Verdict = ({ channels, audits }: Backlog) => {
  const count = channels.reduce((sum, { overdue }) => sum + overdue, audits.overdue);
  if (count === 0) return <Note tone="good">{`✓ ${text.allCalm}`}</Note>;
  return <Alert title={fill(text.lateTitle, { count })}>{text.lateHelp}</Alert>;
};

const queuesPage = async (shell: Console, visit: Visit): Promise<Response> => {
  const [backlog, counts] = await Promise.all([readBacklog(shell.ctx), countsOf(shell.ctx)]);
  return systemPage(
    shell,
    visit,
    { title: text.queues },
    <>
      <p class="hint">{text.queuesWhy}</p>
      <Verdict {...backlog} />
      <h2>{text.byChannel}</h2>
      <Channels {...backlog} />
      <h2>{text.outboxTitle}</h2>
      <Outbox {...backlog} />
      <h2>{text.auditsTitle}</h2>
      <p>{fill(text.auditsDue, { ...backlog.audits })}</p>
      <h2>{text.queueTitle}</h2>
      <Queues counts={counts} />
    </>,
  );
};

/** 队列: what waits and what is late, to be read and not to be turned: nothing here changes a job. */
export const addQueues = (shell: Console): void =>
  addPage(shell, { method: 'get', path: PATH, who: 'queue-read' }, (visit) => queuesPage(shell, visit));
