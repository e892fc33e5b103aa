import { actingPerson } from '../../../accounts/acting.ts';
import { countFindings, type FindingCounts } from '../../../audits/count.ts';
import { listFindings, type FindingPage } from '../../../audits/list.ts';
import { MAX_FINDINGS } from '../../../audits/pick.ts';
import { auditState, listRuns, type AuditState } from '../../../audits/runs.ts';
import type { FindingView } from '../../../audits/views.ts';
import { FINDING_KINDS, kindName, FINDING_STATE_NAMES } from '../../../core/findings.ts';
import { mayDo, unitsFor } from '../../../core/permissions.ts';
import { SEVERITIES, SEVERITY_NAMES } from '../../../core/severity.ts';
import { listUnits } from '../../../items/reference.ts';
import { AllInFilter, PostForm, Select } from '../form-parts.tsx';
import type { Console } from '../pages.tsx';
import { Alert, Cell, Empty, Pager, Row, Table, Time } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { dueWords, SeverityChip, StateChip } from './marks.tsx';
import { filterQuery, isFiltered, listPath, PATH, queryOf, readAsked, type Asked } from './query.ts';
import { RULES_PATH } from './rules.tsx';
import { RunNow, Runs } from './runs.tsx';
import { text } from './text.ts';

const Counts = ({ bySeverity, overdue }: FindingCounts) => (
  <ul class="steps" aria-label={text.countsTitle}>
    {SEVERITIES.map((severity) => (
      <li>
        <a href={listPath({ severity })}>
          <SeverityChip severity={severity} /> {bySeverity[severity]}
        </a>
      </li>
    ))}
    {overdue > 0 && (
      <li>
        <strong>{`${text.overdue} ${overdue}`}</strong>
      </li>
    )}
  </ul>
);

type Options = readonly (readonly [string, string])[];
const withAll = (options: Options): Options => [['', words.all], ...options];
const { closed, accepted, assigned, open } = FINDING_STATE_NAMES;
const STATES: Options = [
  ['', text.waiting],
  ['open', open],
  ['assigned', assigned],
  ['accepted', accepted],
  ['closed', closed],
];

interface FiltersProps {
  readonly asked: Asked;
  readonly units: Options;
  readonly channels: Options;
}

const Filters = ({ asked, units, channels }: FiltersProps) => {
  const severities = SEVERITIES.map((severity) => [severity, SEVERITY_NAMES[severity]] as const);
  const kinds = FINDING_KINDS.map((kind) => [kind, kindName(kind)] as const);
  return (
    <form class="filter" method="get" action={PATH} aria-label={text.filters}>
      <Select name="state" label={text.state} value={asked.state ?? ''} options={STATES} />
      <Select name="severity" label={text.severity} value={asked.severity ?? ''} options={withAll(severities)} />
      <Select name="kind" label={text.kind} value={asked.kind ?? ''} options={withAll(kinds)} />
      <Select name="unit" label={text.unit} value={asked.unit ?? ''} options={withAll(units)} />
      <Select name="channel" label={text.channel} value={asked.channel ?? ''} options={withAll(channels)} />
      {asked.item !== undefined && <input type="hidden" name="item" value={asked.item} />}
      <button type="submit">{text.apply}</button>
      {isFiltered(asked) && <a href={PATH}>{words.clear}</a>}
    </form>
  );
};

const Line = ({ finding, canPick, now }: { finding: FindingView; canPick: boolean; now: Date }) => (
  <Row>
    {canPick && (
      <Cell name={text.pick}>
        <input type="checkbox" name="id" value={finding.id} data-pick aria-label={`${text.pick}：${finding.summary}`} />
      </Cell>
    )}
    <Cell name={text.severity}>
      <SeverityChip severity={finding.severity} />
    </Cell>
    <Cell name={text.finding}>
      <a href={`${PATH}/${finding.id}`}>{finding.summary}</a>
      {finding.itemTitle !== null && <div class="soft">{finding.itemTitle}</div>}
    </Cell>
    <Cell name={text.channel} keep>
      {finding.channelName ?? '—'}
    </Cell>
    <Cell name={text.unit}>{finding.unitName ?? text.county}</Cell>
    <Cell name={text.state}>
      <StateChip state={finding.state} />
    </Cell>
    <Cell name={text.due}>
      <Time at={finding.dueAt} />
      {finding.state !== 'closed' && <div class="soft">{dueWords(new Date(finding.dueAt), now)}</div>}
    </Cell>
  </Row>
);

const HEAD = [text.severity, text.finding, text.channel, text.unit, text.state, text.due];

interface ListProps {
  readonly findings: readonly FindingView[];
  readonly canPick: boolean;
  /** The filters in force: what 全选 means. */
  readonly query: string;
  readonly now: Date;
}

const List = ({ findings, canPick, query, now }: ListProps) => {
  const all = <input type="checkbox" data-pick-all aria-label={text.pickAll} />;
  const table = (
    <Table caption={text.countsTitle} head={canPick ? [all, ...HEAD] : HEAD}>
      {findings.map((finding) => (
        <Line finding={finding} canPick={canPick} now={now} />
      ))}
    </Table>
  );
  if (!canPick) return table;
  return (
    <PostForm action={`${PATH}/reassign/ask`}>
      {table}
      <p class="buttons">
        <button type="submit" class="plain">
          {text.bulkReassign}
        </button>
        <AllInFilter query={query} label={fill(text.allInFilter, { max: MAX_FINDINGS })} />
      </p>
    </PostForm>
  );
};

/** Nothing waits: whether all is well, when it was last looked at, and when it will be again. */
const AllWell = ({ copies, asWanted, seenAt, nextLookAt, nightAt }: AuditState) => (
  <Empty>
    <p>
      <strong>
        {copies === 0 ? text.noCopies : fill(copies === asWanted ? text.allSame : text.notAll, { copies, asWanted })}
      </strong>
    </p>
    {copies > 0 && (
      <p>
        {`${text.lastLook} `}
        <Time at={seenAt} />
        {` · ${text.nextLook} `}
        <Time at={nextLookAt} />
        {` · ${text.nightRun} `}
        <Time at={nightAt} />
      </p>
    )}
  </Empty>
);

const Found = async (shell: Console, visit: Visit, asked: Asked, { findings, next }: FindingPage) => {
  const now = shell.ctx.clock();
  if (findings.length === 0)
    return isFiltered(asked) ? <Empty>{text.noMatch}</Empty> : <AllWell {...await auditState(shell.ctx)} />;
  const canPick = asked.state !== 'closed' && mayDo(visit.session.person.roles, 'finding-handle');
  return (
    <>
      <List findings={findings} canPick={canPick} query={filterQuery(asked)} now={now} />
      <Pager path={PATH} asked={{ ...asked }} next={next} />
    </>
  );
};

/** What waits, the worst first, then what was asked to be looked at. */
export const listPage = async (shell: Console, visit: Visit, alert: string | null = null): Promise<Response> => {
  const { ctx } = shell;
  const { person } = visit.session;
  const asked = readAsked(visit);
  const mine = unitsFor(person, 'item-read');
  const [page, counts, units, runs] = await Promise.all([
    listFindings(ctx, queryOf(asked), mine),
    countFindings(ctx.db, mine),
    listUnits(ctx),
    listRuns(ctx, 5, actingPerson(person)),
  ]);
  const found = await Found(shell, visit, asked, page);
  return visit.page(
    { title: text.title, status: alert === null ? 200 : 422 },
    <>
      {alert !== null && <Alert title={words.errorTitle}>{alert}</Alert>}
      <Counts {...counts} />
      <p>
        <a href={RULES_PATH}>{text.rulesLink}</a>
      </p>
      <Filters
        asked={asked}
        units={units.map(({ id, name }) => [id, name])}
        channels={[...ctx.channels.values()].map(({ id, name }) => [id, name])}
      />
      {asked.item !== undefined && (
        <p>
          {`${text.ofItem} · `}
          <a href={PATH}>{text.allFindings}</a>
        </p>
      )}
      {found}
      <h2>{text.runsTitle}</h2>
      {mayDo(person.roles, 'audit-run') && unitsFor(person, 'audit-run') === null && <RunNow />}
      <Runs runs={runs} looks={0} />
    </>,
  );
};
