import { actingPerson } from '../../../accounts/acting.ts';
import type { Issue } from '../../../core/issues.ts';
import { beijingDay } from '../../../core/time.ts';
import { enterValues } from '../../../reports/entries.ts';
import type { Field } from '../../../reports/forms/field.ts';
import { editionOf, fileOf } from '../../../reports/files.ts';
import { hashOfReport, issueReport } from '../../../reports/issue.ts';
import { KINDS } from '../../../reports/periods.ts';
import { fieldsOf, readKey, readReport, type Report } from '../../../reports/read.ts';
import { sendFile } from '../../send-file.ts';
import type { Form } from '../form.ts';
import { Issues, PostForm } from '../form-parts.tsx';
import { may } from '../frame.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Time } from '../ui.tsx';
import { personOf, type Visit } from '../visit.ts';
import { fill } from '../words.ts';
import { Content } from './parts.tsx';
import { text } from './text.ts';

const PATH = '/console/reports';
const pathOf = ({ kind, period }: { readonly kind: string; readonly period: string }): string =>
  `${PATH}/${kind}/${period}`;

const read = ({ ctx }: Console, visit: Visit): Promise<Report> =>
  readReport(ctx, visit.param('kind'), visit.param('period'), actingPerson(personOf(visit)));

const FileLinks = ({ address }: { address: string }) => (
  <p class="buttons">
    {`${text.files}：`}
    <a href={`${address}as=docx`}>{text.docx}</a>
    <a href={`${address}as=xlsx`}>{text.xlsx}</a>
  </p>
);

const Editions = ({ report: { key, editions } }: { report: Report }) =>
  editions.length === 0 ? null : (
    <section>
      <h2>{text.editions}</h2>
      <ul>
        {editions.map(({ number, by, at, hash }) => (
          <li>
            <a href={`${pathOf(key)}/editions/${number}`}>{`第 ${number} 次`}</a> {by} <Time at={at} />{' '}
            <code>{hash.slice(0, 16)}</code>
          </li>
        ))}
      </ul>
    </section>
  );

/** How much of the report is still to be seen to. */
const Gaps = ({ report: { content } }: { report: Report }) => {
  const lines = content.blocks.flatMap((block) => block.lines);
  const many = (state: string): number => lines.filter((line) => line.state === state).length;
  return (
    <>
      {many('missing') > 0 && <p class="hint">{fill(text.missing, { count: many('missing') })}</p>}
      {many('kept') > 0 && <p class="hint">{fill(text.kept, { count: many('kept') })}</p>}
    </>
  );
};

interface Now {
  readonly report: Report;
  readonly hash: string;
  readonly today: string;
}

const IssueForm = ({ report: { key, editions }, hash, today }: Now) => {
  const { to } = KINDS[key.kind].windowOf(key.period);
  if (to >= today) return <p class="hint">{fill(text.untilOver, { to })}</p>;
  if (editions[0]?.hash === hash) return <p class="hint">{text.unchanged}</p>;
  return (
    <PostForm action={`${pathOf(key)}/issue`}>
      {editions.length > 0 && <p class="hint">{text.changed}</p>}
      <input type="hidden" name="hash" value={hash} />
      <p class="hint">{text.issueWhy}</p>
      <button type="submit">{text.issue}</button>
    </PostForm>
  );
};

const Body = ({ now, fields, form }: { now: Now; fields: readonly Field[] | null; form: Form | null }) => {
  const { key, content } = now.report;
  if (!fields) return <Content content={content} filling={null} />;
  return (
    <>
      <PostForm action={`${pathOf(key)}/entries`}>
        <p class="hint">{text.entryWhy}</p>
        <Content content={content} filling={{ fields: new Map(fields.map((field) => [field.id, field])), form }} />
        <p class="buttons">
          <button type="submit">{text.save}</button>
        </p>
      </PostForm>
      <Gaps report={now.report} />
      <IssueForm {...now} />
    </>
  );
};

const reportPage = async (shell: Console, visit: Visit, issues: readonly Issue[]): Promise<Response> => {
  const report = await read(shell, visit);
  const now: Now = { report, hash: await hashOfReport(report.content), today: beijingDay(shell.ctx.clock()) };
  const fields = may(visit.session, 'report-issue') ? fieldsOf(shell.ctx, report.key.kind) : null;
  return visit.page(
    { title: report.content.title, status: issues.length > 0 ? 422 : 200 },
    <>
      <Issues issues={issues} />
      <p class="hint">{fill(text.basis, { basis: report.content.basis })}</p>
      <p class="hint">{text.draft}</p>
      <FileLinks address={`${pathOf(report.key)}/file?`} />
      <Body now={now} fields={fields} form={issues.length > 0 ? visit.form : null} />
      <Editions report={report} />
    </>,
  );
};

const editionPage = async (shell: Console, visit: Visit): Promise<Response> => {
  const report = await read(shell, visit);
  const { number, content, hash, by, at } = editionOf(report, visit.param('number'));
  return visit.page(
    { title: content.title },
    <>
      <p class="hint">{fill(text.edition, { number, by, at: beijingDay(new Date(at)), hash })}</p>
      <FileLinks address={`${pathOf(report.key)}/file?edition=${number}&`} />
      <Content content={content} filling={null} />
      <p>
        <a href={pathOf(report.key)}>{text.current}</a>
      </p>
    </>,
  );
};

const sendReport = async (shell: Console, visit: Visit): Promise<Response> => {
  const report = await read(shell, visit);
  const number = visit.query('edition');
  const edition = number === '' ? null : editionOf(report, number);
  return sendFile(visit.c, await fileOf(report, visit.query('as'), edition));
};

/** What the form says of each field; of a field that it does not show nothing. */
const valuesOf = (form: Form, fields: readonly Field[]): Record<string, string> =>
  Object.fromEntries(
    fields
      .filter(({ id, type }) => form.has(id) || type === 'choices')
      .map(({ id, type }) => [id, type === 'choices' ? form.all(id).join('、') : form.get(id)]),
  );

/** One report: read, filled in, issued, taken home. */
export const addReport = (shell: Console): void => {
  const { ctx } = shell;
  const path = `${PATH}/:kind/:period`;
  const who = 'report-export';
  addPage(shell, { method: 'get', path, who }, (visit) => reportPage(shell, visit, []));
  addPage(shell, { method: 'get', path: `${path}/editions/:number`, who }, (visit) => editionPage(shell, visit));
  addPage(shell, { method: 'get', path: `${path}/file`, who }, (visit) => sendReport(shell, visit));
  addPage(shell, { method: 'post', path: `${path}/entries`, who: 'report-issue' }, async (visit) => {
    const key = readKey(ctx, visit.param('kind'), visit.param('period'));
    const fields = fieldsOf(ctx, key.kind);
    const entering = { key, fields, values: valuesOf(visit.form, fields) };
    const issues = await orIssues(() => enterValues(ctx, entering, actingPerson(personOf(visit))));
    return issues.length > 0 ? reportPage(shell, visit, issues) : visit.go(pathOf(key), 'saved');
  });
  addPage(shell, { method: 'post', path: `${path}/issue`, who: 'report-issue', proof: true }, async (visit) => {
    const asked = { kind: visit.param('kind'), period: visit.param('period'), hash: visit.form.get('hash') };
    const { number } = await issueReport(ctx, asked, actingPerson(personOf(visit)));
    return visit.go(`${pathOf(asked)}/editions/${number}`, 'report-issued');
  });
};
