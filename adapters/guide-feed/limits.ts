import type { Limits, Source } from '../contract.ts';

/** The contract is ours; e三明's own import format is not public (standards §5.3), so its numbers are ours, too. */
const source: Source = {
  document: '本系统自定的约定（adapters/guide-feed/README.md）',
  checkedOn: '2026-11-23',
  certainty: 'design',
};

export const limits: Limits = {
  /** What a list on a telephone shows in three lines. */
  title: { max: 100, unit: 'codepoint', source },
  /** One entry as JSON: a page of 100 of the longest is 20 MB, of ordinary ones half a megabyte. */
  body: { max: 200_000, unit: 'byte', source },
  /** A guide has no images; samples and attachments go as files. */
  images: { max: 0, bytes: 0, types: [], source },
  /** Looks at the consumer's public pages; nothing else leaves us. */
  rate: { max: 10, perMs: 1_000, source },
  quotas: {},
};
