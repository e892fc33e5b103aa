import type { AssetInfo, Column, Manuscript, Unit } from '../../adapters/contract.ts';
import type { Channel } from '../context.ts';
import type { Content } from '../core/content.ts';
import type { ItemRequest } from './request.ts';

/** What the gate must know of the world, read just before. */
export interface GateFacts {
  /** Database time. */
  readonly now: Date;
  readonly unit: Unit | null;
  readonly column: Column | null;
  readonly assets: Readonly<Record<string, AssetInfo>>;
  readonly interpretsPolicy: boolean;
  /** The 目录事项 that it names exists, or it names none. */
  readonly knowsCatalogEntry: boolean;
  /** External ids of guides that the content names and that do not exist. */
  readonly unknownGuides: readonly string[];
  readonly channels: ReadonlyMap<string, Channel>;
  readonly stages: readonly string[];
  readonly item: Pick<Manuscript, 'itemId' | 'revision' | 'publishedAt'>;
  /** Channels on which the item is wanted live already. */
  readonly liveOn: ReadonlySet<string>;
}

export interface Submission {
  /** With the cleaned content. */
  readonly request: ItemRequest;
  /** Everybody who wrote it: none of them may approve it. */
  readonly authors: readonly string[];
  readonly content: Content;
  readonly hash: string;
  /** Fields that could not be read; what needs them is not judged. */
  readonly broken: ReadonlySet<string>;
  readonly facts: GateFacts;
}

export const takes = ({ adapter }: Channel, { type }: Content): boolean => adapter.takes.includes(type);

/** "All that fit": on and taking the type. A channel that is off keeps what it has, and gets its correction when it is on. */
export const targetsOf = ({ content, facts: { channels, liveOn } }: Submission): Channel[] => {
  const named =
    content.channels === 'all'
      ? [...channels.values()].filter(({ id, off }) => off === null || liveOn.has(id))
      : [...new Set(content.channels)].flatMap((id) => channels.get(id) ?? []);
  return named.filter((channel) => takes(channel, content));
};
