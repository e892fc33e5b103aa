import { BREAK_NAMES } from '../../../core/proof.ts';
import { EVENT_NAMES } from '../../../events.ts';
import { listLog, logQuerySchema, sealState, type LogLine, type SealState } from '../../../log/list.ts';
import { verifyLog, type Proof } from '../../../log/verify.ts';
import { parse } from '../../../items/parse.ts';
import { Field, PostForm, Select } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Alert, Cell, Empty, Note, Pager, Row, Search, Table, Time } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { systemPage } from './parts.tsx';
import { DATA_NAMES, text, VALUE_NAMES } from './text.ts';

const PATH = '/console/system/log';

const shown = (name: string, value: unknown): string =>
  typeof value === 'string' ? (VALUE_NAMES[name]?.[value] ?? value) : JSON.stringify(value);

/** What says nothing is left out. */
const detailsOf = ({ data }: LogLine): string =>
  Object.entries(data)
    .filter(([, value]) => value !== '' && value !== null)
    .map(([name, value]) => `${DATA_NAMES[name] ?? name}：${shown(name, value)}`)
    .join('；');

const Line = ({ line }: { line: LogLine }) => (
  <Row>
    <Cell name={text.time}>
      <Time at={line.at} />
    </Cell>
    <Cell name={text.who}>
      <span class="nowrap">{line.actor}</span>
    </Cell>
    <Cell name={text.what}>{line.name}</Cell>
    <Cell name={text.details}>
      <span class="soft">{detailsOf(line)}</span>
    </Cell>
  </Row>
);

const ProofResult = ({ proof }: { proof: Proof }) => {
  const counts = fill(text.proofCounts, { sealed: proof.sealed, waiting: proof.waiting });
  const { broken } = proof;
  if (!broken)
    return (
      <Note tone="good">
        <strong>{`✓ ${text.proofGood}`}</strong> {counts}
      </Note>
    );
  const facts = { event: broken.eventId ?? '？', what: BREAK_NAMES[broken.kind], seal: broken.sealId };
  return (
    <Alert title={`✕ ${text.proofBad}`}>
      {fill(text.proofBroken, facts)} {counts}
    </Alert>
  );
};

const Seals = ({ state, proof }: { state: SealState | null; proof: Proof | null }) => (
  <section class="card">
    {proof && <ProofResult proof={proof} />}
    {state === null ? (
      <p>{text.notSealed}</p>
    ) : (
      <p>
        {`${text.sealedAt} `}
        <Time at={state.at} />
        {` · ${text.sealedHead} `}
        <code>{state.head}</code>
      </p>
    )}
    <p class="hint">{text.verifyWhy}</p>
    <PostForm action={PATH}>
      <button type="submit" class="plain">
        {text.verify}
      </button>
    </PostForm>
  </section>
);

const logPage = async (shell: Console, visit: Visit, proof: Proof | null): Promise<Response> => {
  const names = ['q', 'kind', 'from', 'to', 'cursor'];
  const asked = Object.fromEntries(names.map((name) => [name, visit.query(name)]).filter(([, value]) => value !== ''));
  const [{ lines, next }, state] = await Promise.all([
    listLog(shell.ctx, parse(logQuerySchema, asked)),
    sealState(shell.ctx),
  ]);
  return systemPage(
    shell,
    visit,
    { title: text.log, status: proof?.broken ? 409 : 200 },
    <>
      <Seals state={state} proof={proof} />
      <Search path={PATH} label={text.findLog} value={asked['q'] ?? ''}>
        <Select
          name="kind"
          label={text.kind}
          value={asked['kind'] ?? ''}
          options={[['', words.all], ...Object.entries(EVENT_NAMES)]}
        />
        <Field name="from" label={text.from} type="date" value={asked['from'] ?? ''} />
        <Field name="to" label={text.to} type="date" value={asked['to'] ?? ''} />
      </Search>
      {lines.length === 0 ? (
        <Empty>{text.noLog}</Empty>
      ) : (
        <Table caption={text.log} head={[text.time, text.who, text.what, text.details]}>
          {lines.map((line) => (
            <Line line={line} />
          ))}
        </Table>
      )}
      <Pager path={PATH} asked={asked} next={next === null ? null : String(next)} />
    </>,
  );
};

/** What happened, and the proof that it is all there. */
export const addLog = (shell: Console): void => {
  addPage(shell, { method: 'get', path: PATH, who: 'log-read' }, (visit) => logPage(shell, visit, null));
  addPage(shell, { method: 'post', path: PATH, who: 'log-read' }, async (visit) =>
    logPage(shell, visit, await verifyLog(shell.ctx)),
  );
};
