import { actingPerson } from '../../../accounts/acting.ts';
import { AppError } from '../../../core/errors.ts';
import { METRICS, REACH_SOURCES, type ReachSourceName } from '../../../core/reach.ts';
import type { DeliveryView } from '../../../items/views.ts';
import type { Figure } from '../../../reach/read.ts';
import { readReachOfItem, type ReachOfItem } from '../../../reach/of-item.ts';
import { AuditLine } from '../parts.tsx';
import type { Grid } from '../../../core/grid.ts';
import { Files, sendGrid } from '../files.tsx';
import { addPage, type Console } from '../pages.tsx';
import { GridTable } from '../grid-table.tsx';
import { Cell, Empty, Row, Table } from '../ui.tsx';
import { personOf, type Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { Chart, sendChart } from './chart.tsx';
import { courseOf } from './tables.ts';
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

/** The numbers that one source told of one channel, with how they went. */
interface Course {
  readonly channelId: string;
  readonly channelName: string;
  readonly source: ReachSourceName;
  readonly grid: Grid;
}

const coursesOf = ({ deliveries, figures, period }: ReachOfItem): readonly Course[] =>
  deliveries.flatMap(({ channel: channelId, channelName }) =>
    [...new Set(figures.filter((figure) => figure.channelId === channelId).map(({ source }) => source))].map(
      (source) => ({
        channelId,
        channelName,
        source,
        grid: courseOf(
          figures.filter((figure) => figure.channelId === channelId && figure.source === source),
          period,
        ),
      }),
    ),
  );

/** What the address asks for; the first of all where it names nothing. Throws `not-found`. */
const gridAsked = (visit: Visit, found: ReachOfItem): Grid => {
  const [channel, source] = [visit.query('channel'), visit.query('source')];
  const courses = coursesOf(found);
  if (channel + source === '') return courses[0]?.grid ?? courseOf([], found.period);
  const course = courses.find((each) => each.channelId === channel && each.source === source);
  if (!course) throw new AppError('not-found', { what: '这张表' });
  return course.grid;
};

const pathOf = (id: string): string => `/console/items/${id}/reach`;
const askedOf = ({ channelId, source }: Course): string =>
  new URLSearchParams({ channel: channelId, source }).toString();

const CourseCard = ({ id, course, period }: { id: string; course: Course; period: ReachOfItem['period'] }) => {
  const [channel, source] = [course.channelName, REACH_SOURCES[course.source].name];
  const caption = fill(text.chart, { channel, source, period: text.periods[period] });
  return (
    <section class="card">
      <h2>{`${channel} · ${source}`}</h2>
      <Chart address={`${pathOf(id)}/chart?${askedOf(course)}`} alt={caption} />
      <GridTable caption={caption} grid={course.grid} />
      <p class="buttons">
        <Files address={`${pathOf(id)}/file?${askedOf(course)}`} name={text.course} />
      </p>
    </section>
  );
};

/** How an item was read over time, channel by channel. */
const coursePage = async (visit: Visit, found: ReachOfItem): Promise<Response> => {
  const id = visit.param('id');
  const courses = coursesOf(found);
  return visit.page(
    { title: fill(text.courseOf, { title: found.title }) },
    <>
      <p class="hint">{`${dueOf(found)} ${text.sincePublished}`}</p>
      {courses.length === 0 ? <Empty>{text.noneOfItem}</Empty> : null}
      {courses.map((course) => (
        <CourseCard id={id} course={course} period={found.period} />
      ))}
      <a href={`/console/items/${id}`}>{text.toItem}</a>
    </>,
  );
};

const partOf = (visit: Visit, found: ReachOfItem): Promise<Response> =>
  visit.part(
    <>
      <p class="hint">{`${dueOf(found)} ${text.sincePublished}`}</p>
      <Table caption={text.title} head={[text.bys.channel, text.audited, text.numbers]}>
        {found.deliveries.map((delivery) => (
          <Line delivery={delivery} figures={found.figures} />
        ))}
      </Table>
      <p class="buttons">
        <a href={`${pathOf(visit.param('id'))}/course`}>{text.course}</a>
        <Files address={`${pathOf(visit.param('id'))}/file?`} name={text.numbers} />
      </p>
    </>,
  );

/** A part of the item's page, asked for once that stands; how it went over time, and its numbers as files. */
export const addItemReach = (shell: Console): void => {
  const read = (visit: Visit) => readReachOfItem(shell.ctx, visit.param('id'), actingPerson(personOf(visit)));
  const page = (part: string, answer: (visit: Visit, found: ReachOfItem) => Promise<Response>): void =>
    addPage(shell, { method: 'get', path: pathOf(':id') + part, who: 'reach-read' }, async (visit) =>
      answer(visit, await read(visit)),
    );
  page('', partOf);
  page('/course', coursePage);
  page('/chart', (visit, found) => sendChart(visit, gridAsked(visit, found)));
  page('/file', (visit, found) => {
    const name = `${found.title} ${text.title}`;
    return visit.query('source') === ''
      ? sendGrid(visit, { name, ...numbersOf(found) })
      : sendGrid(visit, { name: `${name} ${text.course}`, ...gridAsked(visit, found) });
  });
};
