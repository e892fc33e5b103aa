import type { ArticleRecord } from './record.ts';
import { BOOKS, type HeldFolder } from './writer.ts';

export const LOG = `${BOOKS}/log.jsonl`;

/** One change of what readers see, as the folder remembers it. */
export interface LogLine extends Pick<ArticleRecord, 'effect' | 'generation'> {
  /** ISO. */
  readonly at: string;
  readonly item: string;
  readonly revision: number;
}

/** Far more lines than can follow a change before the run that was interrupted comes back. */
const END_BYTES = 1024 * 1024;

/** Notes a change once, though the run that made it may have died before or after it could. */
export const logOnce = async (folder: HeldFolder, record: ArticleRecord, at: Date): Promise<void> => {
  const { effect, generation, card } = record;
  const { item, revision } = card;
  const facts = JSON.stringify({ effect, item, revision, generation }).slice(1);
  if ((await folder.readEnd(LOG, END_BYTES)).includes(facts)) return;
  await folder.append(LOG, `{"at":"${at.toISOString()}",${facts}`);
};

/** Every change, oldest first; a line that a crash tore is none. */
export const readLog = (text: string): LogLine[] =>
  text.split('\n').flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as LogLine] : []));
