import { FINAL_STATUSES } from '../../../core/states.ts';
import { statusWords } from '../../../items/status-words.ts';
import type { ChannelCard } from '../../../items/reference.ts';
import type { DeliveryView, ItemView } from '../../../items/views.ts';
import { CopyLink } from '../parts.tsx';
import { Cell, Note, Table, Time } from '../ui.tsx';
import { DeliveryCard, type Rights } from './card.tsx';
import { Events } from './history.tsx';
import { text } from './text.ts';

const LOOK_EVERY = '2s';
/** After five minutes of looking the page stands still: a page left open must not keep its session alive. */
const MOST_LOOKS = 150;
/** What moves only later than this is not waited for. */
const SOON_MS = 120_000;

/** Something may happen while somebody looks. */
const isMoving = ({ status, nextTryAt }: DeliveryView, now: Date): boolean =>
  !FINAL_STATUSES.includes(status) &&
  (nextTryAt === null || new Date(nextTryAt).getTime() - now.getTime() <= SOON_MS || status === 'running');

export interface ProgressProps {
  readonly item: ItemView;
  readonly channels: readonly ChannelCard[];
  readonly rights: Rights;
  readonly now: Date;
  readonly looks: number;
}

/** Copies that the system could not take down: a person does, one after the other, and then has it looked at. */
const HandList = ({ deliveries }: ItemView) => {
  const stuck = deliveries.filter(
    ({ desired, actual, status }) => desired === 'withdrawn' && actual === 'live' && FINAL_STATUSES.includes(status),
  );
  if (stuck.length === 0) return null;
  return (
    <Note tone="bad">
      <strong>{text.handTitle}</strong>
      <p>{text.handWhy}</p>
      <ol>
        {stuck.map(({ channelName, url, fault }) => (
          <li>
            {channelName}：<CopyLink url={url} label={url ?? ''} /> {fault?.text ?? ''}
          </li>
        ))}
      </ol>
    </Note>
  );
};

const Receipts = ({ receipts }: ItemView) =>
  receipts.length === 0 ? (
    <p class="soft">{text.noReceipts}</p>
  ) : (
    <Table
      caption={text.receipts}
      head={[text.channel, text.revision, text.url, text.status, text.remoteId, text.renditionHash, text.time]}
    >
      {receipts.map(({ channelName, revision, url, goneAt, remoteId, renditionHash, at }) => (
        <tr>
          <Cell name={text.channel}>{channelName}</Cell>
          <Cell name={text.revision}>{revision}</Cell>
          <Cell name={text.url}>{goneAt === null ? <CopyLink url={url} label={url} /> : url}</Cell>
          <Cell name={text.status}>{goneAt === null ? text.seen : text.gone}</Cell>
          <Cell name={text.remoteId}>
            <code>{remoteId}</code>
          </Cell>
          <Cell name={text.renditionHash}>
            <code>{renditionHash.slice(0, 12)}</code>
          </Cell>
          <Cell name={text.time}>
            <Time at={at} />
          </Cell>
        </tr>
      ))}
    </Table>
  );

/** The part of an item's page that changes by itself; it asks for its successor while something moves. */
export const Progress = ({ item, channels, rights, now, looks }: ProgressProps) => {
  const moving = item.deliveries.some((delivery) => isMoving(delivery, now));
  const asks = moving && looks < MOST_LOOKS;
  const live = asks
    ? {
        'hx-get': `/console/items/${item.id}/progress?looks=${looks + 1}`,
        'hx-trigger': `every ${LOOK_EVERY}`,
        'hx-swap': 'outerMorph',
      }
    : {};
  return (
    <div id="progress" {...live}>
      <p role="status">
        <strong>{statusWords(item.deliveries).text}</strong>{' '}
        {moving && <span class="soft">{asks ? text.live : text.stopped}</span>}
      </p>
      <HandList {...item} />
      <div class="cards wide">
        {item.deliveries.map((delivery) => (
          <DeliveryCard
            item={item}
            delivery={delivery}
            channel={channels.find(({ id }) => id === delivery.channel)}
            rights={rights}
            now={now}
          />
        ))}
      </div>
      <h2>{text.receipts}</h2>
      <Receipts {...item} />
      <h2>{text.events}</h2>
      <Events item={item} />
    </div>
  );
};
