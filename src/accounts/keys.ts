import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { apiKeys, dbNow } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { permissionsOf, SCOPES, type Scope } from '../core/scopes.ts';
import { writeEvents } from '../events.ts';
import type { Actor } from './actor.ts';
import { permitPerson } from './acting.ts';
import type { Person } from './person.ts';

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Absent or empty: all units. */
  readonly unitIds?: readonly string[];
  /** Absent: until it is revoked. */
  readonly expiresAt?: Date;
  /** Who makes it. */
  readonly actor: string;
  /** The person who makes it; may they is asked inside the transaction. */
  readonly by?: Person;
}
export interface CreatedKey {
  readonly id: string;
  /** Shown once; only its SHA-256 is kept. A slow hash would add nothing: it holds 256 random bits. */
  readonly secret: string;
}

/** The prefix lets a leak be found by those who scan for secrets. */
const SECRET = /^yg_[A-Za-z0-9_-]{43}$/;
const newSecret = (): string => `yg_${randomBytes(32).toString('base64url')}`;

export const createKey = async (ctx: Context, { actor, by, ...key }: NewKey): Promise<CreatedKey> => {
  const { name, scopes, unitIds = [], expiresAt = null } = key;
  const secret = newSecret();
  const hash = await sha256(secret);
  return ctx.db.transaction(async (tx) => {
    if (by) await permitPerson(tx, by, 'key-manage');
    const row = { name, hash, scopes: [...scopes], unitIds: [...unitIds], expiresAt };
    const [created] = await tx.insert(apiKeys).values(row).returning({ id: apiKeys.id });
    if (!created) throw new Error('Key not stored');
    const data = { keyId: created.id, name, scopes: [...scopes], unitIds: [...unitIds] };
    await writeEvents(tx, [{ actor, kind: 'key-created', data }]);
    return { id: created.id, secret };
  });
};

/** The key is dead from the commit on; a second time changes nothing. Throws `not-found`. */
export const revokeKey = (ctx: Context, id: string, actor: string, by?: Person): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    if (by) await permitPerson(tx, by, 'key-manage');
    const alive = and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt));
    const [revoked] = await tx.update(apiKeys).set({ revokedAt: dbNow }).where(alive).returning({ name: apiKeys.name });
    if (revoked) await writeEvents(tx, [{ actor, kind: 'key-revoked', data: { keyId: id, name: revoked.name } }]);
    else if ((await tx.$count(apiKeys, eq(apiKeys.id, id))) === 0) throw new AppError('not-found', { what: '密钥' });
  });

/** The living key of a secret. Found by its hash, so the time it takes tells nothing of the secret. */
const findKey = async (ctx: Context, secret: string): Promise<Actor | null> => {
  if (!SECRET.test(secret)) return null;
  const { name, scopes, unitIds } = apiKeys;
  const [key] = await ctx.db
    .select({ name, scopes, unitIds })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.hash, await sha256(secret)),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, dbNow)),
      ),
    );
  return key ? { name: key.name, permissions: permissionsOf(key.scopes), unitIds: key.unitIds } : null;
};

/** Who an `Authorization` header speaks for. Throws `no-key` without one, `bad-key` for a wrong, dead or expired key. */
export const authenticate = async (ctx: Context, authorization: string | undefined): Promise<Actor> => {
  if (authorization === undefined) throw new AppError('no-key');
  const [, secret = ''] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  const key = await findKey(ctx, secret);
  if (!key) throw new AppError('bad-key');
  return key;
};

/**
 * Secret of the key that the commands on this machine use, kept in `file`. One that no longer works, or never did, is
 * replaced by `write`.
 */
export const ensureOperatorKey = async (
  ctx: Context,
  file: string,
  write: (file: string, text: string) => void,
): Promise<string> => {
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (await findKey(ctx, kept)) return kept;
  const { secret } = await createKey(ctx, { name: '本机操作员', scopes: SCOPES, actor: 'system' });
  write(file, `${secret}\n`);
  return secret;
};
