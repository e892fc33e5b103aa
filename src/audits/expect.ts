import { createHash } from 'node:crypto';
import type { HostedFile, Listing, Manuscript, Rendition } from '../../adapters/contract.ts';
import type { Channel } from '../context.ts';
import { canonicalJson } from '../core/json.ts';
import type { Expected } from './difference.ts';
import { tablesOf } from './tables-of.ts';

/** Everything that should be found of one approved revision on one channel. */
export interface Expectation extends Expected {
  readonly itemId: string;
  readonly revision: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Null: the platform keeps them in its own form. */
  readonly files: readonly HostedFile[] | null;
  readonly listings: readonly Listing[];
  readonly manuscript: Manuscript;
  readonly rendition: Rendition;
  /** Another one, and nothing remembered of the copy counts. */
  readonly hash: string;
}

/** Names whose change is never small: who issues, who answers, who is responsible. */
const namesOf = ({ content, unit }: Manuscript): string[] => [
  ...new Set([unit.name, content.source, ...(content.guide ? [content.guide.agency] : [])]),
];

const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** The approved revision rendered anew: not what was once sent, but what was approved, is the truth. */
export const expectCopy = (channel: Channel, manuscript: Manuscript, url: string): Expectation => {
  const { adapter, settings } = channel;
  const rendition = adapter.render(manuscript, settings);
  const tags = adapter.tags?.(manuscript, url, settings) ?? {};
  const listings = adapter.listings?.(manuscript, settings) ?? [];
  const { itemId, revision, title, text } = rendition;
  return {
    itemId,
    revision,
    title,
    text,
    tables: tablesOf(manuscript.content.body),
    names: namesOf(manuscript),
    tags,
    files: adapter.files?.(manuscript, settings) ?? null,
    listings,
    manuscript,
    rendition,
    hash: hashOf({ rendition, tags, url }),
  };
};
