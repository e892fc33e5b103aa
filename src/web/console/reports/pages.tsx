import { permitEverywhere } from '../../../accounts/actor.ts';
import { actingPerson } from '../../../accounts/acting.ts';
import { REPORT_KINDS } from '../../../core/reports.ts';
import { listDue, listIssued, type DueReport, type IssuedReport } from '../../../reports/list.ts';
import { KINDS } from '../../../reports/periods.ts';
import { DaysLeft } from '../days-left.tsx';
import { Field, Select } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Cell, Chip, Empty, Row, Table, Time } from '../ui.tsx';
import { personOf, type Visit } from '../visit.ts';
import { addReport } from './report.tsx';
import { text } from './text.ts';

const PATH = '/console/reports';

const Due = ({ due }: { due: readonly DueReport[] }) => (
  <Table caption={text.due} head={[text.report, text.dueOn, text.state]}>
    {due.map(({ kind, period, name, label, dueOn, daysLeft, isIssued }) => (
      <Row>
        <Cell>
          <a href={`${PATH}/${kind}/${period}`}>{`${label}${name}`}</a>
        </Cell>
        <Cell name={text.dueOn} keep>
          {dueOn} {!isIssued && <DaysLeft days={daysLeft} />}
        </Cell>
        <Cell name={text.state} keep>
          {isIssued ? (
            <Chip tone="good" icon="✓">
              {text.issuedState}
            </Chip>
          ) : (
            <Chip tone="wait" icon="◷">
              {text.openState}
            </Chip>
          )}
        </Cell>
      </Row>
    ))}
  </Table>
);

const Issued = ({ issued }: { issued: readonly IssuedReport[] }) => (
  <Table caption={text.issued} head={[text.report, text.number, text.by, text.at, text.hash]}>
    {issued.map(({ kind, period, name, label, number, by, at, hash }) => (
      <Row>
        <Cell>
          <a href={`${PATH}/${kind}/${period}/editions/${number}`}>{`${label}${name}`}</a>
        </Cell>
        <Cell name={text.number}>{number}</Cell>
        <Cell name={text.by}>{by}</Cell>
        <Cell name={text.at} keep>
          <Time at={at} />
        </Cell>
        <Cell name={text.hash}>
          <code>{hash.slice(0, 16)}</code>
        </Cell>
      </Row>
    ))}
  </Table>
);

/** Another period, by a plain form. */
const Other = () => (
  <form class="filter" method="get" action={`${PATH}/open`}>
    <Select name="kind" label={text.kind} options={REPORT_KINDS.map((kind) => [kind, KINDS[kind].name] as const)} />
    <Field name="period" label={text.period} hint={text.otherWhy} required maxlength={8} />
    <button type="submit">{text.open}</button>
  </form>
);

const listPage = async ({ ctx }: Console, visit: Visit): Promise<Response> => {
  permitEverywhere(actingPerson(personOf(visit)), 'report-export');
  const issued = await listIssued(ctx.db);
  const due = await listDue(ctx, issued);
  return visit.page(
    { title: text.title },
    <>
      <h2>{text.due}</h2>
      <p class="hint">{text.dueWhy}</p>
      <Due due={due} />
      <h2>{text.other}</h2>
      <Other />
      <h2>{text.issued}</h2>
      {issued.length === 0 ? <Empty>{text.noneIssued}</Empty> : <Issued issued={issued} />}
    </>,
  );
};

/** 报表: what is due, what was issued, and each of them. */
export const addReports = (shell: Console): void => {
  const who = 'report-export';
  addPage(shell, { method: 'get', path: PATH, who }, (visit) => listPage(shell, visit));
  addPage(shell, { method: 'get', path: `${PATH}/open`, who }, (visit) => {
    const kind = visit.query('kind');
    return visit.go(`${PATH}/${encodeURIComponent(kind)}/${encodeURIComponent(visit.query('period').trim())}`);
  });
  addReport(shell);
};
