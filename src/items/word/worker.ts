import { parentPort, workerData } from 'node:worker_threads';
import { BadWord } from './bad-word.ts';
import { draftWord, type WordDraft } from './draft.ts';

/** What the thread is given. */
export interface WordJob {
  readonly bytes: Uint8Array;
  readonly fileName: string;
}
/** What it answers; anything it throws besides is a bug and arrives as the thread's `error`. */
export type WordAnswer = { readonly draft: WordDraft } | { readonly refused: string };

const answer = async ({ bytes, fileName }: WordJob): Promise<WordAnswer> => {
  try {
    return { draft: await draftWord(bytes, fileName) };
  } catch (error) {
    if (error instanceof BadWord) return { refused: error.message };
    throw error;
  }
};

parentPort?.postMessage(await answer(workerData as WordJob));
