/** What one look may cost at most, whatever the other side does. Counted while streaming. */
export interface Bounds {
  /** Decoded bytes of a page: the largest real page seen, of WeChat, has 3.2 MB. */
  readonly pageBytes: number;
  /** Decoded bytes of an attachment or image: as large as intake accepts. */
  readonly fileBytes: number;
  /** Over all redirects, waiting for politeness not counted. */
  readonly totalMs: number;
  readonly firstByteMs: number;
  /** After this long, the body must have come at `bytesPerSecond` on average. */
  readonly graceMs: number;
  readonly bytesPerSecond: number;
  readonly headerBytes: number;
  /** Unpacked against packed, looked at beyond 1 MiB. HTML packs 1:5 to 1:30; gzip's limit, and a bomb's, is 1:1032. */
  readonly ratio: number;
  readonly redirects: number;
}

export const BOUNDS: Bounds = {
  pageBytes: 5 * 1024 ** 2,
  fileBytes: 20 * 1024 ** 2,
  totalMs: 20_000,
  firstByteMs: 10_000,
  graceMs: 5_000,
  bytesPerSecond: 500,
  headerBytes: 32 * 1024,
  ratio: 100,
  redirects: 5,
};
