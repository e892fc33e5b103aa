/** Part of the contract: import it from `contract.ts`. */

/** A local double of the platform, written from its documentation. */
export interface Sandbox {
  /** Answers requests below the path it is mounted at. */
  fetch(request: Request): Promise<Response> | Response;
  /** Channel settings that point an adapter at this double. */
  readonly settings: Readonly<Record<string, string>>;
  /** Every effect it saw, oldest first. */
  effects(): readonly Effect[];
  /** Does all that is due by its clock: finishes publications, sends callbacks, pulls feeds. */
  tick(): Promise<void>;
  close(): Promise<void>;
}
export interface Effect {
  readonly effect: string;
  /** What it was done to: tells two effects of one name apart. */
  readonly key: string;
}
export interface SandboxOptions {
  /** Public address it is mounted at, without trailing slash, e.g. `http://127.0.0.1:3000/sandbox/wechat`. */
  readonly base: string;
  /** Folder for its store; null keeps it in memory. */
  readonly folder: string | null;
  readonly clock: () => Date;
  /** Our side, as the platform reaches it: the callback endpoint and the feed. */
  readonly callbackUrl: string;
  readonly feedUrl: string;
  readonly fetch: typeof globalThis.fetch;
}
