import postgres from 'postgres';

export interface LookRecord {
  readonly url: string;
  readonly verdict: 'same' | 'differs' | 'unknown';
  /** SHA-256 of the body, hex; null: as before. */
  readonly bodyHash: string | null;
}

/** Many rows to a statement: what a look costs the database must not be a round trip. */
const ROWS = 200;

/** Writes what looks came to, in batches, so that memory stays flat. */
export const openRecords = async (databaseUrl: string) => {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  await sql`create table if not exists bench_looks (
    url text primary key, verdict text not null, body_hash bytea, seen_at timestamptz not null)`;
  let rows: LookRecord[] = [];
  let flying: Promise<unknown> = Promise.resolve();

  // One JSON text a batch: arrays would be escaped element by element.
  const write = (batch: readonly LookRecord[]) => sql`
    insert into bench_looks
    select url, verdict, decode("bodyHash", 'hex'), clock_timestamp()
    from json_to_recordset(${JSON.stringify(batch)}::text::json) as looked (url text, verdict text, "bodyHash" text)
    on conflict (url) do update set verdict = excluded.verdict, seen_at = excluded.seen_at,
      body_hash = coalesce(excluded.body_hash, bench_looks.body_hash)`;

  /** One statement after the other; who fills a batch waits for the one before. */
  const flush = async (): Promise<void> => {
    const batch = rows;
    rows = [];
    const before = flying;
    flying = before.then(async () => (batch.length === 0 ? undefined : await write(batch)));
    await before;
  };
  return {
    add: (row: LookRecord): Promise<void> | null => {
      rows.push(row);
      return rows.length >= ROWS ? flush() : null;
    },
    hashes: async (): Promise<ReadonlyMap<string, string>> => {
      const all = await sql<{ url: string; hash: string }[]>`
        select url, encode(body_hash, 'hex') as hash from bench_looks where body_hash is not null`;
      return new Map(all.map(({ url, hash }) => [url, hash]));
    },
    settle: async (): Promise<void> => {
      await flush();
      await flying;
    },
    close: async (): Promise<number> => {
      const [row] = await sql<{ many: number }[]>`select count(*)::int as many from bench_looks`;
      await sql.end();
      return row?.many ?? 0;
    },
  };
};
export type Records = Awaited<ReturnType<typeof openRecords>>;
