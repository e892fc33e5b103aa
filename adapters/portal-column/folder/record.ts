import type { Withdrawal } from '../../contract.ts';
import type { Card } from '../article/card.ts';
import { readBook, writeBook } from './book.ts';
import type { Folder } from './reader.ts';
import type { HeldFolder } from './writer.ts';

/** What the portal itself knows of an article beside its page: the guard against old revisions, and the source of all lists. */
export interface ArticleRecord {
  /** The last change of what readers see. */
  readonly effect: 'publish' | 'update' | 'withdraw';
  /** Changes so far. Who wants to make the next one must have seen this one: a compare-and-set. */
  readonly generation: number;
  readonly card: Card;
  readonly path: string;
  /** What its notice says, once it is withdrawn. */
  readonly notice?: Withdrawal;
  /** Names below `assets/` that the page shows or offers. */
  readonly files: readonly string[];
  /** Folders whose lists show it now; where they differ from the card, the lists are yet to be written. */
  readonly listed: readonly string[] | FirstListed;
  /** Book of the policy that it is linked through now. */
  readonly linked: string | null;
  /** Files of earlier revisions, to be cleared away. */
  readonly unused: readonly string[];
}

/** As records were first written: the folder of the column, or none. */
type FirstListed = string | null;

const nameOf = (name: string): string => `articles/${name}`;

/** By the article's name, see `articleName`. */
export const readRecord = (folder: Folder, name: string): Promise<ArticleRecord | null> =>
  readBook<ArticleRecord>(folder, nameOf(name));

export const writeRecord = async (folder: HeldFolder, name: string, record: ArticleRecord): Promise<void> => {
  await writeBook(folder, nameOf(name), record);
};

export const listedIn = ({ listed }: ArticleRecord): readonly string[] => [listed ?? []].flat();

export const isLive = ({ effect }: ArticleRecord): boolean => effect !== 'withdraw';

/** The next record: what the last one left behind stays noted until the lists step has cleared it away. */
export const nextRecord = (
  last: ArticleRecord | null,
  change: Pick<ArticleRecord, 'effect' | 'card' | 'path' | 'files' | 'notice'>,
): ArticleRecord => {
  const left = new Set([...(last?.unused ?? []), ...(last?.files ?? [])]);
  return {
    ...change,
    generation: (last?.generation ?? 0) + 1,
    listed: last?.listed ?? [],
    linked: last?.linked ?? null,
    unused: [...left].filter((file) => !change.files.includes(file)),
  };
};
