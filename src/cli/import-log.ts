import { basename } from 'node:path';
import { createNumbering, readLine } from '../reach/access-log.ts';
import type { Imported } from '../reach/import.ts';
import type { Client } from './client.ts';
import { CommandError } from './command-error.ts';
import type { Command } from './command.ts';
import { fingerprint, openLog } from './log-lines.ts';

/** Lines per request: some 2 MB. */
const CHUNK = 10_000;

export interface FileTold extends Imported {
  readonly file: string;
  readonly lines: number;
  /** Lines that an earlier run had finished. */
  readonly before: number;
}

const NOTHING: Imported = { added: 0, again: 0, strange: 0, late: 0, broken: 0 };
const plus = (a: Imported, b: Imported): Imported => ({
  added: a.added + b.added,
  again: a.again + b.again,
  strange: a.strange + b.strange,
  late: a.late + b.late,
  broken: a.broken + b.broken,
});

export interface ImportOptions extends Pick<Command, 'signal' | 'progress'> {
  readonly channel: string;
  /** Lines per request. */
  readonly chunk?: number;
}

interface Sending {
  readonly client: Client;
  readonly channel: string;
  readonly id: string;
  /** One request at a time is under way while the next chunk is read. */
  under: Promise<Imported>;
  told: Imported;
}

const send = async (sending: Sending, chunk: readonly string[], lines: number, last: boolean): Promise<void> => {
  const { client, channel, id } = sending;
  sending.told = plus(sending.told, await sending.under);
  const query = new URLSearchParams({ channel, file: id, lines: String(lines), last: last ? 'yes' : 'no' });
  sending.under = client.send<Imported>(`/api/reach/imports?${query.toString()}`, chunk.join('\n'));
  // It is awaited with the next chunk; meanwhile a refusal is not an unhandled one.
  sending.under.catch(() => undefined);
};

/** Reads one log and sends what opens pages; lines that an earlier run finished are read, numbered and not sent again. */
export const importLog = async (client: Client, file: string, options: ImportOptions): Promise<FileTold> => {
  const { channel, chunk: size = CHUNK, signal, progress } = options;
  const known = await fingerprint(file);
  const id = known ?? '0'.repeat(16);
  const place = new URLSearchParams({ channel, file: id }).toString();
  const before = known === null ? 0 : (await client.get<{ lines: number }>(`/api/reach/imports?${place}`)).lines;
  const log = await openLog(file);
  const number = createNumbering();
  const sending: Sending = { client, channel, id, under: Promise.resolve(NOTHING), told: NOTHING };
  let lines = 0;
  let chunk: string[] = [];
  for await (const block of log.blocks()) {
    if (signal.aborted) throw new CommandError(`已中断：${basename(file)} 导入到第 ${lines} 行，再次运行即继续`);
    for (const line of block) {
      lines += 1;
      if (readLine(line) === null) continue;
      const place = number(line);
      if (lines > before) chunk.push(`${place.number} ${place.order} ${line}`);
    }
    if (chunk.length >= size) {
      await send(sending, chunk, lines, false);
      chunk = [];
    }
    progress(basename(file), log.read(), log.bytes);
  }
  await send(sending, chunk, lines, true);
  return { file, lines, before: Math.min(before, lines), ...plus(sending.told, await sending.under) };
};
