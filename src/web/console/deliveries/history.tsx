import { actorName } from '../../../core/actors.ts';
import type { RevisionHistory } from '../../../items/drafts/history.ts';
import type { ItemView } from '../../../items/views.ts';
import { Diff } from '../diff.tsx';
import { tellFacts } from '../event-facts.ts';
import { Cell, Table, Time } from '../ui.tsx';
import { text } from './text.ts';

export const Facts = ({ item }: { item: ItemView }) => (
  <dl class="facts card">
    <dt>{text.externalId}</dt>
    <dd>{item.externalId}</dd>
    <dt>{text.type}</dt>
    <dd>{item.typeName}</dd>
    <dt>{text.unit}</dt>
    <dd>{item.unitName}</dd>
    <dt>{text.revision}</dt>
    <dd>{text.revisionOf.replace('{number}', String(item.revision))}</dd>
    <dt>{text.published}</dt>
    <dd>
      <Time at={item.publishedAt} />
    </dd>
    <dt>{text.hash}</dt>
    <dd>
      <code>{item.hash}</code>
    </dd>
  </dl>
);

/** Each revision with who wrote it, who approved it, and what it changed. */
export const Revisions = ({ revisions }: { revisions: readonly RevisionHistory[] }) => (
  <>
    {revisions.map(({ number, author, createdAt, hash, approvals, diff }, index) => (
      <details open={index === 0} class="card">
        <summary>
          {`${text.revisionOf.replace('{number}', String(number))} · ${text.author}：${author} · `}
          <Time at={createdAt} /> <code>{hash.slice(0, 12)}</code>
        </summary>
        <ul>
          {approvals.map(({ stage, name, at }) => (
            <li>
              {`${stage}：${name} `}
              <Time at={at} />
            </li>
          ))}
        </ul>
        {diff ? (
          <>
            <p class="soft">{text.changes}</p>
            <Diff diff={diff} id={`revision-${number}`} />
          </>
        ) : (
          <p class="soft">{text.first}</p>
        )}
      </details>
    ))}
  </>
);

export const Events = ({ item: { events, deliveries } }: { item: ItemView }) => (
  <Table caption={text.events} head={[text.time, text.what, text.channel, text.who, text.detail]}>
    {events.map(({ at, name, actor, data }) => (
      <tr>
        <Cell name={text.time}>
          <Time at={at} />
        </Cell>
        <Cell name={text.what}>{name}</Cell>
        <Cell name={text.channel}>
          {deliveries.find(({ channel }) => channel === data['channelId'])?.channelName ?? ''}
        </Cell>
        <Cell name={text.who}>{actorName(actor, deliveries)}</Cell>
        <Cell name={text.detail}>{tellFacts(data)}</Cell>
      </tr>
    ))}
  </Table>
);
