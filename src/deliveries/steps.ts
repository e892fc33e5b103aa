import { and, eq, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { among } from '../../db/among.ts';
import type { Database } from '../../db/client.ts';
import { deliveries, steps } from '../../db/schema/index.ts';
import type { Json } from '../core/json.ts';
import { batched, withoutWaiting } from './batched.ts';
import type { Claim } from './claim.ts';

/** What is remembered of a step: `began` is an effect whose end was never recorded. */
export type StepMemory =
  | { readonly state: 'began'; readonly beganAt: Date }
  | { readonly state: 'done'; readonly beganAt: Date; readonly value: Json };

export const loadSteps = async (
  db: Database,
  deliveryId: string,
  generation: number,
): Promise<Map<string, StepMemory>> => {
  const rows = await db
    .select()
    .from(steps)
    .where(and(eq(steps.deliveryId, deliveryId), eq(steps.generation, generation)));
  return new Map(
    rows.map(({ name, state, beganAt, result }) => [
      name,
      state === 'done' ? { state, beganAt, value: result?.value ?? null } : { state: 'began', beganAt },
    ]),
  );
};

const held = ({ delivery, token }: Claim) => and(eq(deliveries.id, delivery.id), eq(deliveries.token, token));

/** What became of a request to begin a step: `lost` is the claim, `unwanted` the whole action. */
export type Begun = 'began' | 'lost' | 'unwanted';

export interface StepBegin {
  readonly claim: Claim;
  readonly name: string;
  /** For actions past the point where readers may see the copy; others stop as soon as approval wants something else. */
  readonly always: boolean;
}

const rowOf = ({ delivery, token }: Claim, name: string) => ({
  id: delivery.id,
  token,
  generation: delivery.generation,
  name,
});
const keyOf = ({ claim, name }: { readonly claim: Claim; readonly name: string }): string =>
  `${claim.delivery.id} ${claim.token} ${name}`;

const amongDeliveries = (column: PgColumn, inputs: readonly { readonly claim: Claim }[]) =>
  among(
    column,
    inputs.map(({ claim }) => claim.delivery.id),
  );

const beginSteps = async (db: Database, inputs: readonly StepBegin[]): Promise<Begun[]> => {
  const asked = inputs.map(({ claim, name, always }) => ({
    ...rowOf(claim, name),
    desired: claim.delivery.desired,
    desired_revision: claim.delivery.desiredRevision,
    always,
  }));
  const rows = await db.execute<{ id: string; name: string; wanted: boolean }>(sql`
    with held as (
      select asked.*, asked.always or (${deliveries.desired} = asked.desired
        and ${deliveries.desiredRevision} = asked.desired_revision) as wanted
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(id uuid, token bigint, generation integer, name text,
        desired text, desired_revision integer, always boolean)
      join ${deliveries} on ${deliveries.id} = asked.id and ${deliveries.token} = asked.token
      where ${amongDeliveries(deliveries.id, inputs)}
    ), begun as (
      insert into ${steps} (delivery_id, generation, name, state)
      select id, generation, name, 'began' from held where wanted
      on conflict (delivery_id, generation, name) do update set began_at = clock()
    )
    select id, name, wanted from held`);
  const held = new Map(rows.map(({ id, name, wanted }) => [`${id} ${name}`, wanted]));
  return inputs.map(({ claim, name }) => {
    const wanted = held.get(`${claim.delivery.id} ${name}`);
    return wanted === undefined ? 'lost' : wanted ? 'began' : 'unwanted';
  });
};

/**
 * Commits the intent before the call. Who reads it later than this run holds its claim sees it; who holds the claim no
 * longer is refused before it calls, by the time since its last renewal.
 */
export const beginStep = batched({ run: beginSteps, key: keyOf });

const ofClaim = (claim: Claim, name: string) =>
  and(
    eq(steps.deliveryId, claim.delivery.id),
    eq(steps.generation, claim.delivery.generation),
    eq(steps.name, name),
    sql`exists (select 1 from ${deliveries} where ${held(claim)})`,
  );

export interface StepEnd {
  readonly claim: Claim;
  readonly name: string;
  readonly value: Json;
}

const finishSteps = async (db: Database, inputs: readonly StepEnd[]): Promise<boolean[]> => {
  const asked = inputs.map(({ claim, name, value }) => ({ ...rowOf(claim, name), result: { value } }));
  const rows = await db.execute<{ id: string; name: string }>(sql`
    update ${steps} set state = 'done', result = asked.result, done_at = clock()
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(id uuid, token bigint, generation integer, name text,
      result jsonb)
    join ${deliveries} on ${deliveries.id} = asked.id and ${deliveries.token} = asked.token
    where ${amongDeliveries(deliveries.id, inputs)}
      and ${steps.deliveryId} = asked.id and ${steps.generation} = asked.generation and ${steps.name} = asked.name
      and ${withoutWaiting}
    returning asked.id, asked.name`);
  const done = new Set(rows.map(({ id, name }) => `${id} ${name}`));
  return inputs.map(({ claim, name }) => done.has(`${claim.delivery.id} ${name}`));
};

/** Remembers the result; false when the claim is lost. */
export const finishStep = batched({ run: finishSteps, key: keyOf });

/** Takes back the intent of a call that surely had no effect. */
export const forgetStep = async (db: Database, claim: Claim, name: string): Promise<void> => {
  await db.delete(steps).where(ofClaim(claim, name));
};
