import { promisify } from 'node:util';
import { gunzip, gzip, gzipSync } from 'node:zlib';
import { and, eq, lt, notExists, sql } from 'drizzle-orm';
import type { DatabaseLike, Transaction } from '../../db/client.ts';
import { audits, findings, snapshots } from '../../db/schema/index.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export interface Snapshot {
  /** SHA-256 of the body. */
  readonly hash: string;
  readonly mime: string;
  readonly body: Uint8Array;
}

/** Most pages shrink to a sixth; the levels above take twice as long for a few percent more. */
const LEVEL = { level: 2 };
/** A page up to this size is packed in less time than handing it to another thread takes. */
const SMALL = 128 * 1024;

/** Compressed outside the transaction, and on the thread pool where it would hold up others. */
export const packSnapshot = async ({ hash, mime, body }: Snapshot) => ({
  hash,
  mime,
  bytes: body.byteLength,
  data: body.byteLength <= SMALL ? gzipSync(body, LEVEL) : await pack(body, LEVEL),
});
export type PackedSnapshot = Awaited<ReturnType<typeof packSnapshot>>;

/** The same body again is the same row. */
export const keepSnapshot = async (tx: Transaction, packed: PackedSnapshot): Promise<void> => {
  await tx.insert(snapshots).values(packed).onConflictDoNothing();
};

export const readSnapshot = async (db: DatabaseLike, hash: string): Promise<Snapshot | null> => {
  const [row] = await db.select().from(snapshots).where(eq(snapshots.hash, hash));
  return row ? { hash, mime: row.mime, body: new Uint8Array(await unpack(row.data)) } : null;
};

/** Rows per round. */
const BATCH = 200;

/**
 * Retention: a snapshot stays while it is the newest of a copy or the evidence of a finding, closed ones included for a
 * year; whatever else goes after a day, so that none is taken from under a look in progress. Answers how many went.
 */
export const dropSnapshots = async (db: DatabaseLike): Promise<number> => {
  const newest = db.select({ id: audits.deliveryId }).from(audits).where(eq(audits.bodyHash, snapshots.hash));
  const evidence = db
    .select({ id: findings.id })
    .from(findings)
    .where(
      and(
        eq(findings.snapshot, snapshots.hash),
        sql`(${findings.closedAt} is null or ${findings.closedAt} > clock() - interval '1 year')`,
      ),
    );
  const unused = db
    .select({ hash: snapshots.hash })
    .from(snapshots)
    .where(and(lt(snapshots.at, sql`clock() - interval '1 day'`), notExists(newest), notExists(evidence)))
    .limit(BATCH);
  const gone = await db
    .delete(snapshots)
    .where(sql`${snapshots.hash} in (${unused})`)
    .returning({ hash: snapshots.hash });
  return gone.length;
};
