import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { and, eq, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { reachKeys } from '../../db/schema/index.ts';
import type { Day } from '../core/days.ts';
import type { ReachSourceName } from '../core/reach.ts';

const encoder = new TextEncoder();
const KEY_BYTES = 32;
/** Visitors of a key whose hashes are remembered. */
const KNOWN_MAX = 50_000;

/** A random key, as hex. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of key and text, its first 64 bits: of a million visitors a day, two meet once in 37 million days. */
const hash64 = (key: Uint8Array, text: string): bigint => {
  const bytes = sha256.create().update(key).update(encoder.encode(text)).digest();
  return new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0);
};

/** Who reads, as far as a server sees it. Lives in memory only. */
export interface Who {
  readonly address: string;
  readonly agent: string;
}

/** Tells visitors of one day apart. Null: the day's key is gone, and a new one would count everybody twice. */
export type VisitorOf = (who: Who) => bigint | null;

/** Visitors as hashes under a key; one seen lately costs nothing. */
export const hashUnder = (key: string): ((who: Who) => bigint) => {
  const bytes = hexToBytes(key);
  const known = new Map<string, bigint>();
  return ({ address, agent }) => {
    const text = `${address}\n${agent}`;
    const found = known.get(text) ?? hash64(bytes, text);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(text, found);
    return found;
  };
};

/** Made by the database (244 random bits), so that no log of a failed statement ever names it. */
const KEY = sql`encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex')`;

/** The key of a source and day, made at its first use, shared by every process. */
export const openVisitors = async (db: DatabaseLike, source: ReachSourceName, day: Day): Promise<VisitorOf> => {
  await db.insert(reachKeys).values({ source, day, key: KEY }).onConflictDoNothing();
  const [row] = await db
    .select({ key: reachKeys.key })
    .from(reachKeys)
    .where(and(eq(reachKeys.source, source), eq(reachKeys.day, day)));
  return row?.key ? hashUnder(row.key) : () => null;
};

/** Of a hit that arrives just now: random, so that writing it again writes it once. */
export const newHitKey = (): bigint => {
  const [key = 0n] = crypto.getRandomValues(new BigInt64Array(1));
  return key;
};
