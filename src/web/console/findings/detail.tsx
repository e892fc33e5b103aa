import { actingPerson } from '../../../accounts/acting.ts';
import { findingHistory, type HistoryLine } from '../../../audits/history.ts';
import { readFindingAs } from '../../../audits/list.ts';
import { planRepush } from '../../../audits/repush.ts';
import type { FindingDetail } from '../../../audits/views.ts';
import type { AppError } from '../../../core/errors.ts';
import type { Issue } from '../../../core/issues.ts';
import { mayDo } from '../../../core/permissions.ts';
import { VERDICT_NAMES, type Verdict } from '../../../core/verdicts.ts';
import { listUnits } from '../../../items/reference.ts';
import { asset } from '../assets.ts';
import { Issues } from '../form-parts.tsx';
import type { Console } from '../pages.tsx';
import { Alert, Cell, Note, Table, Time } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { Acts } from './acts.tsx';
import { EvidenceParts } from './evidence.tsx';
import { dueWords, SeverityChip, StateChip } from './marks.tsx';
import { PATH } from './query.ts';
import { text } from './text.ts';

const Subject = ({ finding: { item, itemTitle, channelName, url } }: { finding: FindingDetail }) => (
  <>
    {item !== null && (
      <>
        <dt>{text.item}</dt>
        <dd>
          {itemTitle}
          {' · '}
          <a href={`/console/items/${item}/proof`}>{text.proof}</a>
        </dd>
      </>
    )}
    {channelName !== null && (
      <>
        <dt>{text.channel}</dt>
        <dd>{channelName}</dd>
      </>
    )}
    {url !== null && (
      <>
        <dt>{text.publicUrl}</dt>
        <dd>
          <a href={url} rel="noreferrer">
            {url}
          </a>
        </dd>
      </>
    )}
  </>
);

const Decision = ({ finding: { decidedBy, reason, acceptedUntil } }: { finding: FindingDetail }) => (
  <>
    {decidedBy !== null && (
      <>
        <dt>{text.decided}</dt>
        <dd>{decidedBy}</dd>
      </>
    )}
    {reason !== null && (
      <>
        <dt>{text.reason}</dt>
        <dd>{reason}</dd>
      </>
    )}
    {acceptedUntil !== null && (
      <>
        <dt>{text.acceptedUntil}</dt>
        <dd>
          <Time at={acceptedUntil} />
        </dd>
      </>
    )}
  </>
);

const Facts = ({ finding, now }: { finding: FindingDetail; now: Date }) => {
  const { severity, state, unitName, dueAt, openedAt, seenAt, closedAt, times } = finding;
  return (
    <dl class="facts card">
      <dt>{text.state}</dt>
      <dd>
        <SeverityChip severity={severity} /> <StateChip state={state} />
      </dd>
      <Subject finding={finding} />
      <dt>{text.unit}</dt>
      <dd>{unitName ?? text.county}</dd>
      <dt>{text.due}</dt>
      <dd>
        <Time at={dueAt} /> {state !== 'closed' && `（${dueWords(new Date(dueAt), now)}）`}
      </dd>
      <dt>{text.opened}</dt>
      <dd>
        <Time at={openedAt} />
        {` · ${text.lastSeen} `}
        <Time at={seenAt} />
        {times > 1 && ` · ${text.times} ${times}`}
        {closedAt !== null && (
          <>
            {` · ${text.closedAt} `}
            <Time at={closedAt} />
          </>
        )}
      </dd>
      <Decision finding={finding} />
    </dl>
  );
};

/** The most telling of what an event says. */
const detailsOf = ({ data }: HistoryLine): string => {
  const verdict = data['verdict'];
  const told = [typeof verdict === 'string' ? VERDICT_NAMES[verdict as Verdict] : null, data['text'], data['reason']];
  return told.filter((each) => typeof each === 'string' && each !== '').join('；');
};

const History = ({ lines }: { lines: readonly HistoryLine[] }) => (
  <Table caption={text.history} head={[text.when, text.event, text.who, text.details]}>
    {lines.map((line) => (
      <tr>
        <Cell name={text.when}>
          <Time at={line.at} />
        </Cell>
        <Cell name={text.event}>{line.name}</Cell>
        <Cell name={text.who}>{line.actor}</Cell>
        <Cell name={text.details}>{detailsOf(line)}</Cell>
      </tr>
    ))}
  </Table>
);

export interface Refusal {
  /** What has to be mended in a form. */
  readonly issues?: readonly Issue[];
  /** What was too late: told beside what is so now. */
  readonly error?: AppError;
}

export const findingPage = async (shell: Console, visit: Visit, refusal: Refusal = {}): Promise<Response> => {
  const { ctx } = shell;
  const { issues = [], error } = refusal;
  const { person } = visit.session;
  const finding = await readFindingAs(ctx, visit.param('id'), actingPerson(person));
  const [lines, plan, units] = await Promise.all([
    findingHistory(ctx, finding.id),
    planRepush(ctx, finding.id),
    listUnits(ctx),
  ]);
  return visit.page(
    { title: finding.summary, section: PATH, status: error?.status ?? (issues.length > 0 ? 422 : 200) },
    <>
      {error && <Alert title={text.late}>{`${error.message}。${text.lateWhy}`}</Alert>}
      <Issues issues={issues} />
      <Facts finding={finding} now={ctx.clock()} />
      <Note tone="busy">
        <strong>{`${text.what}：`}</strong>
        {finding.advice}
      </Note>
      <EvidenceParts finding={finding} />
      <h2>{text.acts}</h2>
      <Acts
        finding={finding}
        mayHandle={mayDo(person.roles, 'finding-handle')}
        units={units.map(({ id, name }) => [id, name])}
        form={visit.form}
        issues={issues}
        isRepushable={plan !== null}
      />
      <h2>{text.history}</h2>
      <History lines={lines} />
      <script nonce={visit.c.get('secureHeadersNonce') ?? ''} src={asset('copy.js')} defer />
    </>,
  );
};
