import { and, eq, getTableColumns, inArray, isNull, lte, notExists, sql } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import type { Database, DatabaseLike } from '../../db/client.ts';
import { dbNow, deliveries, type DeliveryRow } from '../../db/schema/index.ts';
import type { Action, DeliveryStatus } from '../core/states.ts';
import { channelRests } from './hold.ts';
import { batched, withoutWaiting } from './batched.ts';
import { unclaimed } from './plan.ts';

/**
 * How long a claim holds without a sign of life. A run renews it every 15 s and refuses to call out 45 s after its last
 * renewal, so four missed renewals pass before another worker takes over (reliability: dead workers replaced ≤ 90 s).
 */
export const LEASE_MS = 60_000;
export const leaseEnd = sql`clock() + interval '60 seconds'`;

/** Statuses a run may start from. All others are final until a person or a new revision says otherwise. */
export const CLAIMABLE: readonly DeliveryStatus[] = ['planned', 'running', 'in-review', 'retrying'];

/** The right to act on a delivery. Every write of the run names `token`; when another run has claimed, none succeeds. */
export interface Claim {
  readonly delivery: DeliveryRow & { readonly action: Action; readonly actionRevision: number };
  readonly token: number;
  readonly now: Date;
}

export interface ClaimInput {
  /** As read just before: the claim fails when anybody changed it since. */
  readonly seen: DeliveryRow;
  readonly action: Action;
  readonly actionRevision: number;
  readonly generation: number;
}

const claimRow = ({ seen, action, actionRevision, generation }: ClaimInput) => ({
  id: seen.id,
  token: seen.token,
  desired: seen.desired,
  desired_revision: seen.desiredRevision,
  action,
  action_revision: actionRevision,
  generation,
});

const claimed = {
  token: sql`${deliveries.token} + 1`,
  status: 'running',
  claimedUntil: leaseEnd,
  updatedAt: dbNow,
} as const;

/** Due, held by nobody, and its channel does not rest. */
const claimable = (db: DatabaseLike) =>
  and(
    inArray(deliveries.status, [...CLAIMABLE]),
    lte(deliveries.nextTryAt, dbNow),
    unclaimed,
    notExists(channelRests(db)),
    withoutWaiting,
  );

const claimDeliveries = async (db: Database, inputs: readonly ClaimInput[]): Promise<(Claim | null)[]> => {
  const asked = sql`jsonb_to_recordset(${JSON.stringify(inputs.map(claimRow))}::jsonb) as asked(id uuid, token bigint,
    desired text, desired_revision integer, action text, action_revision integer, generation integer)`;
  const rows = await db
    .update(deliveries)
    .set({
      ...claimed,
      action: sql`asked.action`,
      actionRevision: sql`asked.action_revision`,
      generation: sql`asked.generation`,
    })
    .from(asked)
    .where(
      and(
        among(
          deliveries.id,
          inputs.map(({ seen }) => seen.id),
        ),
        sql`${deliveries.id} = asked.id and ${deliveries.token} = asked.token`,
        sql`${deliveries.desired} = asked.desired and ${deliveries.desiredRevision} = asked.desired_revision`,
        claimable(db),
      ),
    )
    .returning(getTableColumns(deliveries));
  const found = new Map(rows.map((row) => [row.id, row]));
  return inputs.map(({ seen, action, actionRevision }) => {
    const row = found.get(seen.id);
    return row ? { delivery: { ...row, action, actionRevision }, token: row.token, now: row.updatedAt } : null;
  });
};

/** Claims a due delivery by one conditional update; null when somebody else has it, or it moved on. */
export const claimDelivery = batched({ run: claimDeliveries, key: ({ seen }: ClaimInput) => seen.id });

export interface FreshInput {
  readonly id: string;
  readonly channelId: string;
}

/** What `decide` says of them without a look: nothing is in progress and no copy is live, so it is published. */
const claimFreshOnes = async (db: Database, inputs: readonly FreshInput[]): Promise<(Claim | null)[]> => {
  const asked = sql`jsonb_to_recordset(${JSON.stringify(inputs)}::jsonb) as asked(id uuid, "channelId" text)`;
  const rows = await db
    .update(deliveries)
    .set({
      ...claimed,
      action: 'publish',
      actionRevision: sql`${deliveries.desiredRevision}`,
      generation: sql`${deliveries.generation} + 1`,
    })
    .from(asked)
    .where(
      and(
        among(
          deliveries.id,
          inputs.map(({ id }) => id),
        ),
        sql`${deliveries.id} = asked.id and ${deliveries.channelId} = asked."channelId"`,
        isNull(deliveries.action),
        eq(deliveries.desired, 'live'),
        eq(deliveries.actual, 'absent'),
        claimable(db),
      ),
    )
    .returning(getTableColumns(deliveries));
  const found = new Map(rows.map((row) => [row.id, row]));
  return inputs.map(({ id }) => {
    const row = found.get(id);
    if (!row) return null;
    const { desiredRevision: actionRevision, token, updatedAt: now } = row;
    return { delivery: { ...row, action: 'publish', actionRevision }, token, now };
  });
};

/** Claims a delivery of this channel whose first action is to be published, in one statement; null for every other. */
export const claimFresh = batched({ run: claimFreshOnes, key: ({ id }: FreshInput) => id });

const findDeliveries = async (db: Database, ids: readonly string[]): Promise<(DeliveryRow | null)[]> => {
  const rows = await db.select().from(deliveries).where(among(deliveries.id, ids));
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
};

/** The delivery as it stands; null when there is none. */
export const findDelivery = batched({ run: findDeliveries, key: (id: string) => id });

/** Prolongs the claim; false when it is lost. */
export const renewClaim = async (db: DatabaseLike, { delivery, token }: Claim): Promise<boolean> => {
  const rows = await db
    .update(deliveries)
    .set({ claimedUntil: leaseEnd })
    .where(and(eq(deliveries.id, delivery.id), eq(deliveries.token, token)))
    .returning({ id: deliveries.id });
  return rows.length > 0;
};
