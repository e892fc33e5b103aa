import type { LookWay } from '../core/verdicts.ts';
import type { Found } from './found.ts';
import type { Judgement } from './judge.ts';
import type { PackedSnapshot } from './snapshots.ts';

/** What is remembered of a page that was judged, so that the next look may be cheap. */
export interface Memory {
  readonly expectedHash: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly bodyHash: string;
  readonly textHash: string;
  /** The day of publication that the page shows; null: none. */
  readonly shownOn: string | null;
}

export interface Looked {
  readonly judgement: Judgement;
  /** Null: nothing to go by, the next look is a full one. `kept`: as it was. */
  readonly memory: Memory | 'kept' | null;
  readonly evidence: Found['evidence'];
  readonly snapshot: PackedSnapshot | null;
  readonly way: LookWay;
  readonly httpStatus: number | null;
  /** The host asked for rest. */
  readonly restMs?: number | undefined;
}
