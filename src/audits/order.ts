import { desc, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { findings } from '../../db/schema/index.ts';
import { FINDING_KINDS } from '../core/findings.ts';
import { SEVERITIES } from '../core/severity.ts';

export const ORDERS = ['newest', 'worst'] as const;
export type Order = (typeof ORDERS)[number];

/** Where a page ends: the finding's number, and its priority where the worst come first. */
export interface Cursor {
  readonly priority: number;
  readonly seq: number;
}

const list = (names: readonly string[]): SQL =>
  sql`array[${sql.join(
    names.map((name) => sql`${name}`),
    sql`, `,
  )}]::text[]`;

/** As `priorityOf` in core, where the database sorts. */
const PRIORITY = sql<number>`(array_position(${list(SEVERITIES)}, ${findings.severity}) * 100
  + array_position(${list(FINDING_KINDS)}, ${findings.kind}))::int`.mapWith(Number);

export const orderColumns = { priority: PRIORITY };

export const orderBy = (order: Order): SQL[] =>
  order === 'worst' ? [sql`${PRIORITY} asc`, desc(findings.seq)] : [desc(findings.seq)];

/** What comes after the cursor. */
export const afterCursor = (order: Order, { priority, seq }: Cursor): SQL =>
  order === 'worst' ? sql`(${PRIORITY}, -${findings.seq}) > (${priority}, ${-seq})` : sql`${findings.seq} < ${seq}`;

export const writeCursor = (order: Order, { priority, seq }: Cursor): string =>
  Buffer.from(order === 'worst' ? `${priority}.${seq}` : String(seq), 'latin1').toString('base64url');

export const cursorSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{2,32}$/)
  .transform((text): Cursor | null => {
    const [, priority = '0', seq] =
      /^(?:(\d{1,4})\.)?(\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
    return seq !== undefined && Number.isSafeInteger(Number(seq))
      ? { priority: Number(priority), seq: Number(seq) }
      : null;
  })
  .refine((cursor) => cursor !== null);
