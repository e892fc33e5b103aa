import { actingPerson } from '../../../accounts/acting.ts';
import { unitsFor } from '../../../core/permissions.ts';
import { definitionOf, REACH_SOURCES } from '../../../core/reach.ts';
import { AppError } from '../../../core/errors.ts';
import type { Issue } from '../../../core/issues.ts';
import { beijingMinute } from '../../../core/time.ts';
import { parse } from '../../../items/parse.ts';
import { overviewQuerySchema, readOverview, type Overview, type Told } from '../../../reach/overview.ts';
import { Field, Issues, Select } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Files, sendGrid } from '../files.tsx';
import { GridTable } from '../grid-table.tsx';
import { Empty } from '../ui.tsx';
import { personOf, type Visit } from '../visit.ts';
import { Chart, sendChart } from './chart.tsx';
import { addItemReach } from './item.tsx';
import { captionOf, courseOfChannel, nameOf, totalsOf } from './tables.ts';
import { fill, words } from '../words.ts';
import { text } from './text.ts';
import { addUnfound, UNFOUND } from './unfound.tsx';

const PATH = '/console/reach';

type Asked = Readonly<Record<string, string>>;

const askedOf = (visit: Visit): Asked =>
  Object.fromEntries(
    ['by', 'from', 'to', 'with'].map((name) => [name, visit.query(name)] as const).filter(([, value]) => value !== ''),
  );

const read = (shell: Console, visit: Visit): Promise<Overview> =>
  readOverview(shell.ctx, parse(overviewQuerySchema, askedOf(visit)), actingPerson(personOf(visit)));

/** The table that a file or a chart is of. Throws `not-found`. */
const chosen = (visit: Visit, { told }: Overview): Told => {
  const found = told.find(
    ({ channelId, source }) => channelId === visit.query('channel') && source === visit.query('source'),
  );
  if (!found) throw new AppError('not-found', { what: '这张表' });
  return found;
};

const addressOf = (part: string, { by, window, comparison }: Overview, { channelId, source }: Told): string => {
  const query = new URLSearchParams({ by, ...window, with: comparison, channel: channelId, source });
  return `${PATH}/${part}?${query.toString()}`;
};

/** Only who counts every page can tell that nobody came. */
const isCounter = ({ source }: Told): boolean => source === 'beacon' || source === 'access-log';
const unfoundOf = ({ window }: Overview, { channelId, source }: Told): string =>
  `${UNFOUND}?${new URLSearchParams({ channel: channelId, source, ...window }).toString()}`;

const Definitions = ({ told }: { told: Told }) => {
  const { completeness } = told.lines[0]?.figures[0] ?? {};
  return (
    <>
      {completeness && (
        <p class="hint">
          {fill(text.completeness, {
            days: completeness.days,
            told: completeness.told,
            delayed: completeness.delayed,
            missing: completeness.missing,
            toldAt: completeness.toldAt ? beijingMinute(new Date(completeness.toldAt)) : words.untold,
          })}
          {completeness.revisedAt && fill(text.revised, { at: beijingMinute(new Date(completeness.revisedAt)) })}
        </p>
      )}
      <details>
        <summary>{text.definitions}</summary>
        <dl class="facts">
          {told.metrics.map((metric) => (
            <>
              <dt>{nameOf(metric)}</dt>
              <dd>{definitionOf(metric, told.source)}</dd>
            </>
          ))}
        </dl>
      </details>
    </>
  );
};

const Section = ({ overview, told }: { overview: Overview; told: Told }) => {
  const { by, period } = overview;
  const facts = { channel: told.channelName, source: REACH_SOURCES[told.source].name, period: text.periods[period] };
  return (
    <section class="card">
      <h2>{captionOf(told)}</h2>
      <GridTable caption={captionOf(told)} grid={totalsOf(told, by)} />
      {by === 'channel' && (
        <>
          <Chart address={addressOf('chart', overview, told)} alt={fill(text.chart, facts)} />
          <GridTable caption={fill(text.chart, facts)} grid={courseOfChannel(told, overview)} />
        </>
      )}
      <Definitions told={told} />
      <p class="buttons">
        <Files address={addressOf('file', overview, told)} name={text.totals} />
        {by === 'channel' && <Files address={`${addressOf('file', overview, told)}&table=course`} name={text.course} />}
        {by === 'channel' && isCounter(told) && <a href={unfoundOf(overview, told)}>{text.unfound}</a>}
      </p>
    </section>
  );
};

const Filter = ({ asked, issues }: { asked: Asked; issues: readonly Issue[] }) => (
  <form class="filter" method="get" action={PATH}>
    <Select name="by" label={text.by} value={asked['by'] ?? ''} options={Object.entries(text.bys)} />
    <Field name="from" label={text.from} type="date" value={asked['from'] ?? ''} issues={issues} />
    <Field name="to" label={text.to} type="date" value={asked['to'] ?? ''} issues={issues} />
    <Select name="with" label={text.with} value={asked['with'] ?? ''} options={Object.entries(text.comparisons)} />
    <button type="submit">{text.show}</button>
  </form>
);

const Figures = ({ overview, isBound }: { overview: Overview; isBound: boolean }) => {
  const { by, window, compared, comparison, told, silent } = overview;
  return (
    <>
      <Filter asked={{ by, ...window, with: comparison }} issues={[]} />
      <p class="hint">{fill(text.window, { ...window, cFrom: compared.from, cTo: compared.to })}</p>
      {by !== 'channel' && <p class="hint">{text.order}</p>}
      {by === 'unit' && isBound && <p class="hint">{text.unitsOnly}</p>}
      {told.length === 0 ? <Empty>{text.none}</Empty> : told.map((each) => <Section overview={overview} told={each} />)}
      {told.length > 0 && silent.length > 0 && <p class="hint">{fill(text.silent, { names: silent.join('、') })}</p>}
    </>
  );
};

const page = async (shell: Console, visit: Visit): Promise<Response> => {
  const asked = askedOf(visit);
  const issues = await orIssues(async () => void parse(overviewQuerySchema, asked));
  if (issues.length > 0) {
    const content = (
      <>
        <Issues issues={issues} />
        <Filter asked={asked} issues={issues} />
      </>
    );
    return visit.page({ title: text.title, status: 422 }, content);
  }
  const isBound = unitsFor(personOf(visit), 'reach-read') !== null;
  return visit.page({ title: text.title }, <Figures overview={await read(shell, visit)} isBound={isBound} />);
};

/** 传播: what readers did, by channel, unit or column; never who did best. */
export const addReach = (shell: Console): void => {
  addUnfound(shell);
  addItemReach(shell);
  const who = 'reach-read';
  addPage(shell, { method: 'get', path: PATH, who }, (visit) => page(shell, visit));
  addPage(shell, { method: 'get', path: `${PATH}/chart`, who }, async (visit) => {
    const overview = await read(shell, visit);
    return sendChart(visit, courseOfChannel(chosen(visit, overview), overview));
  });
  addPage(shell, { method: 'get', path: `${PATH}/file`, who }, async (visit) => {
    const overview = await read(shell, visit);
    const told = chosen(visit, overview);
    const isCourse = visit.query('table') === 'course';
    const grid = isCourse ? courseOfChannel(told, overview) : totalsOf(told, overview.by);
    const { from, to } = overview.window;
    const name = [captionOf(told), isCourse ? text.course : text.totals, from, to].join(' ');
    return sendGrid(visit, { name, ...grid });
  });
};
