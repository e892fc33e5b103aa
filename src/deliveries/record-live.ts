import { sql } from 'drizzle-orm';
import type { LiveReceipt } from '../../adapters/contract.ts';
import { among } from '../../db/among.ts';
import type { Database } from '../../db/client.ts';
import { audits, deliveries, events, outbox, receipts, steps } from '../../db/schema/index.ts';
import { FIRST_LOOK_MS } from '../audits/schedule.ts';
import { batched } from './batched.ts';
import type { Claim } from './claim.ts';
import { PUBLISHED } from './record.ts';
import type { StepEnd } from './steps.ts';
import { parseUrl } from '../core/urls.ts';

export interface Live {
  readonly claim: Claim;
  readonly receipt: LiveReceipt;
  /** SHA-256 of what was sent. */
  readonly renditionHash: string;
  /** What the last step came to, where it is not written yet. */
  readonly result: StepEnd | null;
}

const liveRow = ({ claim: { delivery, token }, receipt, renditionHash, result }: Live) => ({
  id: delivery.id,
  token,
  revision: delivery.actionRevision,
  remote_id: receipt.remoteId,
  url: receipt.url,
  host: parseUrl(receipt.url)?.host ?? '',
  rendition_hash: renditionHash,
  stats_ref: receipt.statsRef ?? null,
  kind: PUBLISHED[delivery.action],
  step: result?.name ?? null,
  result: result && { value: result.value },
});

/** Delivery, the last step's result, receipts, event, the first audit and, where approval meanwhile wants more, another wake: one statement. */
const recordLives = async (db: Database, inputs: readonly Live[]): Promise<boolean[]> => {
  const ids = inputs.map(({ claim }) => claim.delivery.id);
  const firstLook = sql`clock() + ${FIRST_LOOK_MS} * interval '1 millisecond'`;
  const reached = sql`${deliveries.desired} = 'live' and ${deliveries.desiredRevision} = asked.revision`;
  const rows = await db.execute<{ id: string }>(sql`
    with live as (
      update ${deliveries} set actual = 'live', actual_revision = asked.revision, remote_id = asked.remote_id,
        url = asked.url, live_since = clock(), repair = false, action = null, action_revision = null, awaiting = null, attempts = 0,
        fault = null, fault_text = null, claimed_until = null, updated_at = clock(),
        status = case when ${reached} then 'live' else 'planned' end,
        next_try_at = case when ${reached} then null else clock() end
      from jsonb_to_recordset(${JSON.stringify(inputs.map(liveRow))}::jsonb) as asked(id uuid, token bigint,
        revision integer, remote_id text, url text, host text, rendition_hash text, stats_ref text, kind text, step text, result jsonb)
      where ${among(deliveries.id, ids)} and ${deliveries.id} = asked.id and ${deliveries.token} = asked.token
      returning asked.*, ${deliveries.itemId}, ${deliveries.channelId}, ${deliveries.generation}, ${deliveries.status}
    ), done as (
      update ${steps} set state = 'done', result = live.result, done_at = clock() from live
      where ${steps.deliveryId} = live.id and ${steps.generation} = live.generation
        and ${steps.name} = live.step
    ), gone as (
      update ${receipts} set gone_at = clock() from live where ${receipts.deliveryId} = live.id and ${receipts.goneAt} is null
    ), proof as (
      insert into ${receipts} (delivery_id, generation, revision, remote_id, url, rendition_hash, stats_ref)
      select id, generation, revision, remote_id, url, rendition_hash, stats_ref from live
    ), told as (
      insert into ${events} (actor, kind, item_id, delivery_id, data)
      select 'converge', kind, item_id, id, jsonb_build_object('channelId', channel_id, 'revision', revision, 'url', url)
      from live
    ), look as (
      insert into ${audits} (delivery_id, url, host, next_look_at) select id, url, host, ${firstLook} from live
      on conflict (delivery_id) do update set url = excluded.url, host = excluded.host,
        next_look_at = excluded.next_look_at, slot_at = null, woken_at = clock(), same = 0
    ), looked as (
      insert into ${outbox} (delivery_id, channel_id, job, due_at) select id, channel_id, 'audit', ${firstLook} from live
    ), again as (
      insert into ${outbox} (delivery_id, channel_id) select id, channel_id from live where status = 'planned'
    )
    select id from live`);
  const live = new Set(rows.map(({ id }) => id));
  return inputs.map(({ claim }) => live.has(claim.delivery.id));
};

/** The copy is live: receipt, actual state and event together. False when the claim was lost. */
export const recordLive = batched({ run: recordLives, key: ({ claim }: Live) => claim.delivery.id });
