import { actingPerson } from '../../../accounts/acting.ts';
import { METRICS, REACH_SOURCES } from '../../../core/reach.ts';
import type { DeliveryView } from '../../../items/views.ts';
import type { Figure } from '../../../reach/read.ts';
import { readReachOfItem, type ReachOfItem } from '../../../reach/of-item.ts';
import { AuditLine } from '../parts.tsx';
import type { Grid } from '../../../core/grid.ts';
import { Files, sendGrid } from '../files.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Cell, Row, Table } from '../ui.tsx';
import { personOf, type Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { text } from './text.ts';

const dueOf = ({ due }: ReachOfItem): string => {
  if (due === null) return text.noDue;
  if (due.kind === 'due') return fill(text.due, { day: due.day });
  return due.kind === 'awaits-notice' ? due.text : text.noDue;
};

const wordsOf = ({ metric, value }: Figure): string =>
  `${METRICS[metric].name} ${value === null ? words.untold : `${value.toLocaleString('zh-CN')} ${METRICS[metric].unit}`}`;

/** The numbers of one channel, each source on a line of its own. */
const Numbers = ({ figures }: { figures: readonly Figure[] }) => {
  const sources = [...new Set(figures.map(({ source }) => source))];
  if (sources.length === 0) return <span class="soft">{words.untold}</span>;
  return (
    <>
      {sources.map((source) => (
        <p>
          <span class="soft">{`${REACH_SOURCES[source].name}：`}</span>
          {figures
            .filter((figure) => figure.source === source && !figure.metric.startsWith('visits-from-'))
            .map(wordsOf)
            .join('，')}
        </p>
      ))}
    </>
  );
};

const Line = ({ delivery, figures }: { delivery: DeliveryView; figures: readonly Figure[] }) => (
  <Row>
    <Cell name={text.bys.channel} keep>
      {delivery.channelName}
    </Cell>
    <Cell name={text.audited}>
      {delivery.audit ? <AuditLine {...delivery} /> : <span class="soft">{text.notAudited}</span>}
    </Cell>
    <Cell name={text.numbers}>
      <Numbers figures={figures.filter(({ channelId }) => channelId === delivery.channel)} />
    </Cell>
  </Row>
);

/** Every number of an item: one line for each channel, source and number. */
const numbersOf = ({ deliveries, figures }: ReachOfItem): Grid => ({
  head: [text.bys.channel, text.source, text.metric, text.value, text.unit],
  rows: deliveries.flatMap(({ channel, channelName }) =>
    figures
      .filter(({ channelId }) => channelId === channel)
      .map(({ source, metric, value }) => [
        channelName,
        REACH_SOURCES[source].name,
        METRICS[metric].name,
        value,
        METRICS[metric].unit,
      ]),
  ),
});

/** A part of the item's page, asked for once that stands; and its numbers as files. */
export const addItemReach = (shell: Console): void => {
  const path = '/console/items/:id/reach';
  const read = (visit: Visit) => readReachOfItem(shell.ctx, visit.param('id'), actingPerson(personOf(visit)));
  addPage(shell, { method: 'get', path, who: 'reach-read' }, async (visit) => {
    const found = await read(visit);
    return visit.part(
      <>
        <p class="hint">{`${dueOf(found)} ${text.sincePublished}`}</p>
        <Table caption={text.title} head={[text.bys.channel, text.audited, text.numbers]}>
          {found.deliveries.map((delivery) => (
            <Line delivery={delivery} figures={found.figures} />
          ))}
        </Table>
        <p class="buttons">
          <Files address={`/console/items/${visit.param('id')}/reach/file?`} name={text.numbers} />
        </p>
      </>,
    );
  });
  addPage(shell, { method: 'get', path: `${path}/file`, who: 'reach-read' }, async (visit) => {
    const found = await read(visit);
    return sendGrid(visit, { name: `${found.title} ${text.title}`, ...numbersOf(found) });
  });
};
