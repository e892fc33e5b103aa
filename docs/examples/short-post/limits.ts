import type { Limits, Source } from '../../../adapters/contract.ts';

const documented: Source = {
  document: 'open.yiju.example.cn/wiki/share',
  checkedOn: '2026-11-24',
  certainty: 'verified',
};
const ours = (why: string): Source => ({ document: why, checkedOn: '2026-11-24', certainty: 'design' });

/** A post holds 140 characters, and half-width ones count half: 280 of the unit `width`. */
const POST = 280;
/** A link counts 10 characters however long it is, and the line break before it half of one. */
const LINK = 21;

export const limits: Limits = {
  title: { max: 160, unit: 'width', source: ours('leaves a third of the post to what the title announces') },
  /** Without the link, which stands apart in the rendition: its length is not what counts. */
  body: { max: POST - LINK, unit: 'width', source: documented },
  images: { max: 0, bytes: 0, types: [], source: ours('pictures are at the original, behind the link') },
  rate: { max: 10, perMs: 60_000, source: documented },
  quotas: { share: { perDay: 100, source: documented } },
};
