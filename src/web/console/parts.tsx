import { STATUS_NAMES, type DeliveryStatus } from '../../core/states.ts';
import { beijingMinute } from '../../core/time.ts';
import type { DeliveryView } from '../../items/views.ts';
import { text } from './text.ts';

export const Time = ({ at }: { at: string }) => <time datetime={at}>{beijingMinute(new Date(at))}</time>;

export const Chip = ({ status }: { status: DeliveryStatus }) => (
  <span class={`chip ${status}`}>{STATUS_NAMES[status]}</span>
);

/** Only what is an http address becomes a link. */
export const CopyLink = ({ url, label }: { url: string | null; label: string }) =>
  url !== null && /^https?:\/\//.test(url) ? <a href={url}>{label}</a> : null;

/** What the audit last saw of the copy. */
export const AuditLine = ({ audit, findings }: Pick<DeliveryView, 'audit' | 'findings'>) =>
  audit && (
    <p class={findings.length > 0 ? 'fault' : 'soft'}>
      {`${text.audit}：${audit.verdictName}`}
      {audit.seenAt && (
        <>
          {' · '}
          <Time at={audit.seenAt} />
        </>
      )}
      {findings.map(({ summary }) => (
        <>
          <br />
          {summary}
        </>
      ))}
    </p>
  );

/** One delivery in a cell: where it stands, the copy, and what is wrong in words. */
export const DeliveryCell = ({ delivery }: { delivery: DeliveryView | undefined }) =>
  delivery ? (
    <>
      <Chip status={delivery.status} />{' '}
      <CopyLink url={delivery.actual === 'live' ? delivery.url : null} label={text.open} />
      {delivery.fault && <p class="fault">{delivery.fault.text || delivery.fault.name}</p>}
      <AuditLine {...delivery} />
      {delivery.nextTryAt && delivery.status === 'retrying' && (
        <p class="soft">
          {text.nextTry} <Time at={delivery.nextTryAt} />
        </p>
      )}
    </>
  ) : (
    <span class="soft">{text.notTaken}</span>
  );
