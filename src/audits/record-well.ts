import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { audits, deliveries, events, findings, hosts, snapshots } from '../../db/schema/index.ts';
import { isAsWanted } from '../core/verdicts.ts';
import { batched, withoutWaiting } from '../deliveries/batched.ts';
import type { AuditClaim } from './claim.ts';
import type { Looked } from './looked.ts';
import { afterLook } from './schedule.ts';

interface Well {
  readonly claim: AuditClaim;
  readonly looked: Looked;
}

/** The copy is as it should be: nothing to report, nothing to brake. */
export const isWell = ({ judgement: { verdict, findings: found } }: Looked): boolean =>
  isAsWanted(verdict) && found.length === 0;

const isChange = ({ claim, looked }: Well): boolean => claim.audit.verdict !== looked.judgement.verdict;
const isNews = (well: Well): boolean => isChange(well) || well.looked.snapshot !== null;

const rememberedOf = (memory: Looked['memory']) =>
  memory === 'kept'
    ? { kept: true }
    : memory && {
        expected_hash: memory.expectedHash,
        etag: memory.etag,
        last_modified: memory.lastModified,
        body_hash: memory.bodyHash,
        text_hash: memory.textHash,
        shown_on: memory.shownOn,
      };

const rowOf = (well: Well) => {
  const { claim, looked } = well;
  const { audit, delivery, token } = claim;
  const { judgement, snapshot } = looked;
  const { verdict, why, judged } = judgement;
  const { same, waitMs } = afterLook(audit, verdict, looked.restMs);
  return {
    id: delivery.id,
    token,
    fence: delivery.token,
    desired: delivery.desired,
    revision: delivery.desiredRevision,
    verdict,
    why,
    told: isChange(well),
    way: looked.way,
    status: looked.httpStatus,
    same,
    wait: waitMs,
    judged,
    ...rememberedOf(looked.memory),
    ...(snapshot ? { ...snapshot, data: Buffer.from(snapshot.data).toString('base64') } : {}),
  };
};

/** What `rowOf` makes, as the database reads it; in one order, so that two processes never wait for each other. */
const asked = (wells: readonly Well[]) => sql`json_to_recordset(${JSON.stringify(
  wells.map(rowOf).sort((a, b) => (a.id < b.id ? -1 : 1)),
)}::text::json) as asked(id uuid, token bigint, fence bigint, desired text, revision integer, verdict text, why text,
  told boolean, way text, status integer, same integer, wait float8, judged text[], kept boolean, expected_hash text,
  etag text, last_modified text, body_hash text, text_hash text, shown_on text, hash text, mime text, bytes integer,
  data text)`;

const kept = (column: string) => sql.raw(`${column} = case when kept then audits.${column} else asked.${column} end`);

const recordWells = async (db: Database, wells: readonly Well[]): Promise<boolean[]> => {
  const rows = await db.execute<{ id: string }>(sql`
    with well as (
      update ${audits} set verdict = asked.verdict, verdict_text = asked.why, seen_at = clock(), way = asked.way,
        http_status = asked.status, since = case when asked.same = 1 then clock() else ${audits.since} end,
        same = asked.same, ${kept('expected_hash')}, ${kept('etag')}, ${kept('last_modified')}, ${kept('body_hash')},
        ${kept('text_hash')}, ${kept('shown_on')}, next_look_at = clock() + asked.wait * interval '1 millisecond',
        slot_at = null, woken_at = null, claimed_until = null
      from ${asked(wells)} join ${deliveries} on ${deliveries.id} = asked.id and ${deliveries.token} = asked.fence
        and ${deliveries.desired} = asked.desired and ${deliveries.desiredRevision} = asked.revision
      where ${audits.deliveryId} = asked.id and ${audits.token} = asked.token
        and not exists (select from ${findings} where ${findings.deliveryId} = asked.id
          and ${findings.kind} = any(asked.judged) and ${findings.state} <> 'closed')
        ${wells.some(isNews) ? sql`` : sql`and ${withoutWaiting}`}
      returning asked.*, ${audits.host}, ${deliveries.itemId}, ${deliveries.channelId}
    ), answered as (
      update ${hosts} set failures = 0 from (select distinct host from well) well
      where ${hosts.host} = well.host and ${hosts.failures} > 0
    ), told as (
      insert into ${events} (actor, kind, item_id, delivery_id, data)
      select 'audit', 'copy-audited', item_id, id,
        jsonb_strip_nulls(jsonb_build_object('channelId', channel_id, 'verdict', verdict, 'text', why))
      from well where told
    ), seen as (
      insert into ${snapshots} (hash, mime, bytes, data)
      select distinct on (hash) hash, mime, bytes, decode(data, 'base64') from well where hash is not null
      on conflict do nothing
    )
    select id from well`);
  const done = new Set(rows.map(({ id }) => id));
  return wells.map(({ claim }) => done.has(claim.delivery.id));
};

/**
 * Writes a look that found all well, together with others of its kind: one statement instead of eight for each. False when
 * there is more to it: the claim was lost, the delivery moved on, or findings are to be closed.
 */
export const recordWell = batched({ run: recordWells, key: ({ claim }: Well) => claim.delivery.id });
