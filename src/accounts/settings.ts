import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { DatabaseLike } from '../../db/client.ts';
import { dbNow, settings } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { POLICY_PRESETS, policySchema, type AccountPolicy } from '../core/account-policy.ts';
import { AppError, invalid } from '../core/errors.ts';
import { issue } from '../core/issues.ts';
import type { Json } from '../core/json.ts';
import { writeEvents } from '../events.ts';
import { isInside, readRange } from './addresses.ts';
import { permitPerson } from './acting.ts';
import { personName, type Person } from './person.ts';

export interface OfficeSettings {
  readonly policy: AccountPolicy;
  /** From where staff pages may be opened; empty: from everywhere. */
  readonly staffNetworks: readonly string[];
}

const POLICY = 'account-policy';
const NETWORKS = 'staff-networks';
const networksSchema = z.array(z.string().max(64)).max(50);

/** The two rows that every request of a person needs, in one statement. */
export const readSettings = async (db: DatabaseLike): Promise<OfficeSettings> => {
  const rows = await db
    .select({ key: settings.key, value: settings.value })
    .from(settings)
    .where(inArray(settings.key, [POLICY, NETWORKS]));
  const valueOf = (key: string): Json | undefined => rows.find((row) => row.key === key)?.value;
  return {
    policy: policySchema.catch(POLICY_PRESETS.mlps).parse(valueOf(POLICY)),
    staffNetworks: networksSchema.parse(valueOf(NETWORKS) ?? []),
  };
};

/** Throws `outside-network` where the office has named its networks and this is none of them. */
export const permitAddress = (address: string, { staffNetworks }: OfficeSettings): void => {
  if (staffNetworks.length > 0 && !isInside(address, staffNetworks)) throw new AppError('outside-network', { address });
};

const store = (ctx: Context, by: Person, key: string, value: Json): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    await permitPerson(tx, by, 'setting-manage');
    await tx
      .insert(settings)
      .values({ key, value })
      .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: dbNow } });
    await writeEvents(tx, [{ actor: personName(by), kind: 'setting-changed', data: { key, value } }]);
  });

export const changePolicy = (ctx: Context, by: Person, policy: AccountPolicy): Promise<void> =>
  store(ctx, by, POLICY, { ...policy });

/** Refuses what is no range, and what would lock out the one who saves it. */
export const changeStaffNetworks = async (
  ctx: Context,
  by: Person,
  ranges: readonly string[],
  address: string,
): Promise<void> => {
  const bad = ranges.filter((range) => readRange(range) === null);
  const issues = bad.map((value) => issue('networks', 'bad-address-range', { value }));
  if (bad.length === 0 && ranges.length > 0 && !isInside(address, ranges))
    issues.push(issue('networks', 'own-address-outside', { address }));
  if (issues.length > 0) throw invalid(issues);
  await store(ctx, by, NETWORKS, [...ranges]);
};
