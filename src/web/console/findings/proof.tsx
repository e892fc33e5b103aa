import { actingPerson } from '../../../accounts/acting.ts';
import { personName } from '../../../accounts/person.ts';
import { mayDoFor } from '../../../core/permissions.ts';
import { beijingMinute } from '../../../core/time.ts';
import { isAsWanted, LOOK_WAY_NAMES } from '../../../core/verdicts.ts';
import { readItemAs } from '../../../deliveries/acts.ts';
import type { DeliveryView, ItemView } from '../../../items/views.ts';
import { sealState, type SealState } from '../../../log/list.ts';
import { addPage, type Console } from '../pages.tsx';
import { fill } from '../words.ts';
import { Cell, Chip, Table, Time } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { SeverityChip, VerdictChip } from './marks.tsx';
import { PATH } from './query.ts';
import { RunNow } from './runs.tsx';
import { text } from './text.ts';

const isGood = ({ audit, findings }: DeliveryView): boolean =>
  audit !== null && isAsWanted(audit.verdict) && findings.every(({ severity }) => severity === 'minor');

const Verdict = ({ deliveries }: ItemView) => {
  const good = deliveries.filter(isGood).length;
  const facts = { good, channels: deliveries.length };
  if (deliveries.length === 0) return <p>{text.proofNone}</p>;
  return (
    <p class="verdict">
      {good === deliveries.length ? (
        <Chip tone="good" icon="✓">
          {fill(text.proofAll, facts)}
        </Chip>
      ) : (
        <Chip tone="bad" icon="≠">
          {fill(text.proofNotAll, facts)}
        </Chip>
      )}
    </p>
  );
};

/** The revision that is wanted on the channels, or the newest where nothing was planned. */
const approvedOf = ({ deliveries, revisions }: Pick<ItemView, 'deliveries' | 'revisions'>) => {
  const wanted = Math.max(0, ...deliveries.map(({ desiredRevision }) => desiredRevision));
  return revisions.find(({ number }) => number === wanted) ?? revisions[0];
};

const Subject = ({ item, proofUrl }: { item: ItemView; proofUrl: string }) => {
  const revision = approvedOf(item);
  const documentNumber = revision?.content.documentNumber;
  return (
    <dl class="facts card">
      <dt>{text.item}</dt>
      <dd>{item.title}</dd>
      {documentNumber !== undefined && (
        <>
          <dt>{text.documentNumber}</dt>
          <dd>{documentNumber}</dd>
        </>
      )}
      <dt>{text.unit}</dt>
      <dd>{item.unitName}</dd>
      <dt>{text.revision}</dt>
      <dd>{`第 ${revision?.number ?? item.revision} 版`}</dd>
      <dt>{text.hash}</dt>
      <dd>
        <code>{revision?.hash ?? item.hash}</code>
      </dd>
      <dt>{text.publishedAt}</dt>
      <dd>
        <Time at={item.publishedAt} />
      </dd>
      <dt>{text.proofUrl}</dt>
      <dd>{proofUrl}</dd>
    </dl>
  );
};

const Approvals = ({ item }: { item: ItemView }) => {
  const wanted = approvedOf(item)?.hash;
  const shown = item.approvals.filter(({ hash }) => hash === wanted);
  if (shown.length === 0) return <p>{text.noApprovals}</p>;
  return (
    <Table caption={text.approvals} head={[text.stage, text.name, text.when, text.revision]}>
      {shown.map(({ stage, name, at, revision }) => (
        <tr>
          <Cell name={text.stage}>{stage}</Cell>
          <Cell name={text.name}>{name}</Cell>
          <Cell name={text.when}>
            <Time at={at} />
          </Cell>
          <Cell name={text.revision}>{`第 ${revision} 版`}</Cell>
        </tr>
      ))}
    </Table>
  );
};

const Look = ({ audit }: Pick<DeliveryView, 'audit'>) => (
  <>
    <dt>{text.verdict}</dt>
    <dd>
      <VerdictChip verdict={audit?.verdict ?? null} /> {audit?.why ?? ''}
    </dd>
    {audit?.seenAt && (
      <>
        <dt>{text.lastLook}</dt>
        <dd>
          <Time at={audit.seenAt} />
          {audit.since && (
            <>
              {' · 自 '}
              <Time at={audit.since} />
              {` 起，连续 ${audit.same} 次`}
            </>
          )}
        </dd>
        <dt>{text.way}</dt>
        <dd>
          {audit.way === null ? '—' : LOOK_WAY_NAMES[audit.way]}
          {audit.httpStatus !== null && ` · ${text.status} ${audit.httpStatus}`}
        </dd>
      </>
    )}
  </>
);

const ReceiptFacts = ({ receipt }: { receipt: ItemView['receipts'][number] | undefined }) =>
  receipt === undefined ? null : (
    <>
      <dt>{text.receipt}</dt>
      <dd>
        {`${text.remoteId} `}
        <code>{receipt.remoteId}</code>
        {` · 第 ${receipt.revision} 版 · `}
        <Time at={receipt.at} />
      </dd>
      <dt>{text.renditionHash}</dt>
      <dd>
        <code>{receipt.renditionHash}</code>
      </dd>
    </>
  );

const Channel = ({ item, delivery }: { item: ItemView; delivery: DeliveryView }) => {
  const { channel, channelName, desired, desiredRevision, audit, findings, url, liveSince } = delivery;
  const receipt = item.receipts.findLast((each) => each.channel === channel);
  const address = url ?? audit?.url ?? receipt?.url ?? null;
  return (
    <section class="card">
      <h3>{channelName}</h3>
      <dl class="facts">
        <Look audit={audit} />
        <dt>{text.desired}</dt>
        <dd>{desired === 'live' ? `公开第 ${desiredRevision} 版` : '已撤回'}</dd>
        <dt>{text.publicUrl}</dt>
        <dd>{address ?? text.none}</dd>
        {liveSince && (
          <>
            <dt>{text.publishedAt}</dt>
            <dd>
              <Time at={liveSince} />
            </dd>
          </>
        )}
        <ReceiptFacts receipt={receipt} />
        <dt>{text.openFindings}</dt>
        <dd>
          {findings.length === 0
            ? text.none
            : findings.map(({ id, severity, summary }) => (
                <div>
                  <SeverityChip severity={severity} /> <a href={`${PATH}/${id}`}>{summary}</a>
                </div>
              ))}
        </dd>
      </dl>
    </section>
  );
};

const Head = ({ state }: { state: SealState | null }) =>
  state === null ? (
    <p>{text.notSealed}</p>
  ) : (
    <section class="card">
      <p>
        {`${text.logHead}：`}
        <code>{state.head}</code>
      </p>
      <p class="hint">{fill(text.logHeadWhy, { at: beijingMinute(state.at) })}</p>
    </section>
  );

const proofPage = async (shell: Console, visit: Visit): Promise<Response> => {
  const { ctx } = shell;
  const { person } = visit.session;
  const item = await readItemAs(ctx, visit.param('id'), actingPerson(person));
  const state = await sealState(ctx);
  return visit.page(
    { title: `${text.proofTitle}：${item.title}`, section: PATH },
    <>
      <Verdict {...item} />
      <p class="buttons">
        {shell.routes.some(({ path }) => path === '/console/items/:id') && (
          <a href={`/console/items/${item.id}`}>{text.toItem}</a>
        )}
        <a href={`${PATH}?item=${item.id}`}>{text.openFindings}</a>
        <span class="hint">{text.print}</span>
      </p>
      {mayDoFor(person, 'audit-run', item.unit) && <RunNow itemId={item.id} />}
      <h2>{text.proofOf}</h2>
      <Subject item={item} proofUrl={`${ctx.origin}/console/items/${item.id}/proof`} />
      <h2>{text.approvals}</h2>
      <Approvals item={item} />
      <h2>{text.perChannel}</h2>
      {item.deliveries.map((delivery) => (
        <Channel item={item} delivery={delivery} />
      ))}
      <h2>{text.logHead}</h2>
      <Head state={state} />
      <p class="soft">{`${text.madeAt} ${beijingMinute(ctx.clock())} · ${text.madeBy} ${personName(person)}`}</p>
    </>,
  );
};

/** 发布证明: that every channel shows what was approved, and how we know; made to be printed. */
export const addProof = (shell: Console): void =>
  addPage(shell, { method: 'get', path: '/console/items/:id/proof', who: 'item-read' }, (visit) =>
    proofPage(shell, visit),
  );
