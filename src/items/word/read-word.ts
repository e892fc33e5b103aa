import { Worker } from 'node:worker_threads';
import { AppError } from '../../core/errors.ts';
import { BadWord, WORD_LIMITS } from './bad-word.ts';
import type { WordDraft } from './draft.ts';
import { checkWordFile } from './gate.ts';
import type { WordAnswer, WordJob } from './worker.ts';

export type { WordDraft, WordImage } from './draft.ts';
export type { Note } from './notes.ts';

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** Runs the reader in a thread of its own that can be stopped: a document may hold it up, never the service. */
const readInThread = async (job: WordJob, timeMs: number): Promise<WordAnswer> => {
  const thread = new Worker(new URL('./thread.mjs', import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: WORD_LIMITS.memoryMb },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<WordAnswer>((resolve, reject) => {
      timer = setTimeout(() => reject(new BadWord('too-slow')), timeMs);
      thread.once('message', resolve);
      thread.once('error', (error) => reject(isOutOfMemory(error) ? new BadWord('too-complex', error) : error));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
};

/**
 * A Word file as a draft of an item: what a person needs to check, with notes on everything that was dropped, changed or
 * doubted. Nothing is fetched, nothing is stored.
 * @throws AppError `bad-word` (422) with the reason when the file is no safe .docx
 */
export const readWord = async (
  bytes: Uint8Array,
  { fileName, timeMs = WORD_LIMITS.timeMs }: { readonly fileName: string; readonly timeMs?: number },
): Promise<WordDraft> => {
  try {
    await checkWordFile(bytes);
    const answer = await readInThread({ bytes, fileName }, timeMs);
    if ('draft' in answer) return answer.draft;
    throw new AppError('bad-word', { reason: answer.refused });
  } catch (error) {
    throw error instanceof BadWord ? new AppError('bad-word', { reason: error.message }) : error;
  }
};
