import { ACTION_NAMES } from '../../../core/states.ts';
import { RETRIABLE } from '../../../deliveries/retry.ts';
import type { ChannelCard } from '../../../items/reference.ts';
import type { DeliveryView, ItemView } from '../../../items/views.ts';
import { PostForm } from '../form-parts.tsx';
import { AuditLine, CopyLink } from '../parts.tsx';
import { Chip, StatusChip, Time } from '../ui.tsx';
import { text } from './text.ts';

/** What this person may do to the item's deliveries. */
export interface Rights {
  readonly retry: boolean;
  readonly withdraw: boolean;
  readonly resolve: boolean;
}
export interface CardProps {
  readonly item: ItemView;
  readonly delivery: DeliveryView;
  readonly channel: ChannelCard | undefined;
  readonly rights: Rights;
  readonly now: Date;
}

/** Not begun, and its time still ahead: surely nothing has reached the platform. */
export const isAhead = ({ status, action, desired, nextTryAt }: DeliveryView, now: Date): boolean =>
  status === 'planned' && action === null && desired === 'live' && nextTryAt !== null && new Date(nextTryAt) > now;

/** A wait this short is an undo window; a longer one is a schedule. */
const UNDO_MS = 3_600_000;

const WAITS = { planned: text.scheduled, 'in-review': text.nextLook, retrying: text.nextTry } as const;

const Wait = ({ delivery, now }: Pick<CardProps, 'delivery' | 'now'>) => {
  const { status, nextTryAt } = delivery;
  if (nextTryAt === null || new Date(nextTryAt) <= now || !(status in WAITS)) return null;
  return (
    <>
      <dt>{WAITS[status as keyof typeof WAITS]}</dt>
      <dd>
        <Time at={nextTryAt} />
      </dd>
    </>
  );
};

const revisionOf = (pattern: string, revision: number | null): string =>
  pattern.replace('{revision}', String(revision ?? ''));

const Standing = ({ delivery, now }: Pick<CardProps, 'delivery' | 'now'>) => {
  const { desired, desiredRevision, actual, actualRevision, action, attempts, liveSince, withdrawal } = delivery;
  return (
    <dl class="facts">
      <dt>{text.desired}</dt>
      <dd>{desired === 'live' ? revisionOf(text.desiredLive, desiredRevision) : text.desiredGone}</dd>
      <dt>{text.actual}</dt>
      <dd>{actual === 'live' ? revisionOf(text.actualLive, actualRevision) : text.actualGone}</dd>
      {action !== null && (
        <>
          <dt>{text.action}</dt>
          <dd>{ACTION_NAMES[action]}</dd>
        </>
      )}
      {attempts > 0 && (
        <>
          <dt>{text.retry}</dt>
          <dd>{text.attempts.replace('{count}', String(attempts))}</dd>
        </>
      )}
      <Wait delivery={delivery} now={now} />
      {liveSince !== null && actual === 'live' && (
        <>
          <dt>{text.liveSince}</dt>
          <dd>
            <Time at={liveSince} />
          </dd>
        </>
      )}
      {withdrawal !== null && desired === 'withdrawn' && (
        <>
          <dt>{text.withdrawal}</dt>
          <dd>{withdrawal.reason}</dd>
        </>
      )}
    </dl>
  );
};

/** Steps of the action in progress, or of the last one, as they happen. */
const Steps = ({ item, delivery }: Pick<CardProps, 'item' | 'delivery'>) => {
  const own = item.steps.filter(({ channel }) => channel === delivery.channel);
  const newest = Math.max(...own.map(({ generation }) => generation));
  const shown = own.filter(({ generation }) => generation === newest);
  if (shown.length === 0) return null;
  return (
    <ol class="progress" aria-label={`${delivery.channelName}${text.steps}`}>
      {shown.map(({ label, state, beganAt, doneAt }) => (
        <li>
          <Chip tone={state === 'done' ? 'good' : 'busy'} icon={state === 'done' ? '✓' : '⧗'}>
            {label}
          </Chip>{' '}
          <span class="soft">
            {state === 'done' ? text.stepDone : delivery.status === 'running' ? text.stepOpen : text.stepUnknown}{' '}
            <Time at={doneAt ?? beganAt} />
          </span>
        </li>
      ))}
    </ol>
  );
};

const restsBecause = (channel: ChannelCard | undefined): string | null =>
  channel?.held?.because ??
  (channel?.pausedUntil ? (channel.pausedBecause ?? '') : null) ??
  channel?.offBecause ??
  null;

const Retry = ({ item, delivery, channel }: CardProps) => {
  if (delivery.status === 'running')
    return (
      <button type="button" class="plain" disabled>
        <span class="spin" aria-hidden="true" /> {text.retrying}
      </button>
    );
  if (!RETRIABLE.includes(delivery.status)) return null;
  const because = restsBecause(channel);
  if (because !== null) {
    const why = text.rests.replace('{channel}', delivery.channelName).replace('{because}', because);
    return (
      <>
        <button type="button" class="plain" disabled aria-describedby={`rests-${delivery.channel}`}>
          {text.retry}
        </button>
        <span class="soft" id={`rests-${delivery.channel}`}>
          {why}
        </span>
      </>
    );
  }
  return (
    <PostForm action={`/console/items/${item.id}/retry`}>
      <input type="hidden" name="channel" value={delivery.channel} />
      <button type="submit" id={`retry-${delivery.channel}`} class="plain">
        {text.retry}
      </button>
    </PostForm>
  );
};

const Undo = ({ item, delivery, channel, now }: CardProps) => {
  const left = new Date(delivery.nextTryAt ?? 0).getTime() - now.getTime();
  return (
    <PostForm action={`/console/items/${item.id}/undo`}>
      <input type="hidden" name="channel" value={delivery.channel} />
      {left <= UNDO_MS && channel?.canUpdate === false && (
        <p class="soft" role="timer">
          {text.undoLeft.replace('{seconds}', String(Math.ceil(left / 1_000)))}
        </p>
      )}
      <button type="submit" id={`undo-${delivery.channel}`} class="plain">
        {text.undo}
      </button>
    </PostForm>
  );
};

/** One channel of an item: where it stands, why, its steps, and what can be done about it. */
export const DeliveryCard = (props: CardProps) => {
  const { item, delivery, rights, now } = props;
  const { channel, channelName, status, fault, actual, url } = delivery;
  return (
    <section class="card" id={`delivery-${channel}`} aria-labelledby={`name-${channel}`}>
      <h3 id={`name-${channel}`}>
        {channelName} <StatusChip status={status} />
      </h3>
      {actual === 'live' && (
        <p>
          <CopyLink url={url} label={text.open} />
        </p>
      )}
      {fault && (
        <div class="note bad">
          <strong>{fault.name}</strong>：{fault.text || fault.name}
        </div>
      )}
      <AuditLine {...delivery} />
      <Standing delivery={delivery} now={now} />
      <Steps item={item} delivery={delivery} />
      <div class="buttons">
        {rights.retry && <Retry {...props} />}
        {rights.withdraw && isAhead(delivery, now) && <Undo {...props} />}
        {rights.withdraw && isAhead(delivery, now) && (
          <a href={`/console/items/${item.id}/reschedule`}>{text.reschedule}</a>
        )}
        {rights.resolve && status === 'parked' && (
          <a href={`/console/items/${item.id}/resolve/${channel}`}>{text.resolve}</a>
        )}
        {rights.withdraw && delivery.desired === 'live' && (
          <a href={`/console/items/${item.id}/withdraw?channel=${channel}`}>{text.withdraw}</a>
        )}
      </div>
    </section>
  );
};
