/** One address fetched once, as an outsider does it. Never throws for what the world does; says what was seen. */
export type Look =
  | {
      readonly kind: 'page';
      readonly status: 200;
      /** After redirects. */
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      /** Decompressed, bounded. */
      readonly body: Uint8Array;
      readonly ms: number;
    }
  /** Answered 304 to `etag` or `lastModified`. */
  | { readonly kind: 'unchanged'; readonly url: string; readonly ms: number }
  /** 404 or 410. Pages that say so with 200 are told by their content, elsewhere. */
  | { readonly kind: 'gone'; readonly status: 404 | 410; readonly url: string; readonly ms: number }
  /** Cannot be judged: never `gone`, never `unchanged`. */
  | {
      readonly kind: 'unknown';
      readonly cause: LookFault;
      readonly text: string;
      readonly url: string;
      readonly ms: number;
      /** What was answered, where the host answered at all. */
      readonly status?: number;
      /** The host asked for rest, or we give it some: look again no sooner. */
      readonly retryAfterMs?: number;
    };

/** Why a look told nothing: a closed list; `text` of the look says it in Chinese, with what to do. */
export const LOOK_FAULTS = [
  'address-refused',
  'scheme-refused',
  'robots-refused',
  'host-resting',
  'too-many-redirects',
  'too-large',
  'too-slow',
  'unreachable',
  'tls',
  'status',
  'undecodable',
  'not-text',
  'stopped',
] as const;
export type LookFault = (typeof LOOK_FAULTS)[number];

export interface LookRequest {
  readonly url: string;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** Caches on the way are to ask the origin; otherwise the answer is what any reader gets. */
  readonly fresh?: true | undefined;
  readonly signal?: AbortSignal | undefined;
  /** `page` (the default) refuses what is not text; `file` takes any type, and more bytes. */
  readonly as?: 'page' | 'file' | undefined;
}
export interface Crawler {
  look(request: LookRequest): Promise<Look>;
  close(): Promise<void>;
}
