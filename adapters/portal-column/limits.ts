import type { Limits, Source } from '../contract.ts';

const source = (document: string): Source => ({ document, checkedOn: '2026-11-24', certainty: 'design' });

/** The portal is our own files, so its bounds are what readers and the folder bear. */
export const LIMITS: Limits = {
  title: { max: 300, unit: 'codepoint', source: source('src/core/content.ts: the longest title an item may have') },
  body: {
    max: 5_000_000,
    unit: 'byte',
    source: source('国办发〔2017〕47号: a page should load within 3 seconds; 5 MB at 15 Mbit/s'),
  },
  images: {
    max: 200,
    bytes: 10_000_000,
    types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    source: source('WHATWG HTML and MIME Sniffing: what every browser shows'),
  },
  rate: { max: 20, perMs: 1_000, source: source('measured: an article with all lists takes about 50 ms on one disk') },
  // One writes while the others wait for the lock.
  atOnce: 4,
  quotas: {},
};
