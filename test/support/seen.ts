import type { SeenPage } from '../../adapters/contract.ts';
import { readPage } from '../../src/audits/read/read-page.ts';

/** A page as the audit hands it to an adapter. */
export const seenPage = (html: string, url: string): SeenPage => ({ ...readPage(html, url), html });
