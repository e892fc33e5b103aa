import { createGunzip, type Gunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { refusal, type Refusal, tooLarge } from './faults.ts';

export interface BodyBounds {
  readonly maxBytes: number;
  readonly ratio: number;
  /** Stop at `maxBytes` and take what came, where a beginning is enough (robots.txt); otherwise refuse. */
  readonly cut: boolean;
}
export interface BodyEnd {
  readonly done: (body: Uint8Array) => void;
  readonly failed: (why: Refusal) => void;
}
export interface Body {
  take(chunk: Buffer, controller: Dispatcher.DispatchController): void;
  end(): void;
  drop(): void;
}

const RATIO_FROM_BYTES = 1024 ** 2;
const UNPACK_FAILED = refusal('undecodable', '页面的压缩数据损坏或不完整，无法解开；稍后会再看，请人工打开核对');

/** Keeps what came, up to the bound. */
const createStore = ({ maxBytes, cut }: BodyBounds, end: BodyEnd) => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const finish = (): void => end.done(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
  const keep = (chunk: Buffer): number => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else if (cut) {
      chunks.push(chunk.subarray(0, chunk.length - (bytes - maxBytes)));
      finish();
    } else end.failed(tooLarge(`内容超过 ${Math.floor(maxBytes / 1024 ** 2)} MB`));
    return bytes;
  };
  return { keep, finish };
};

const plainBody = (bounds: BodyBounds, end: BodyEnd): Body => {
  const store = createStore(bounds, end);
  return { take: store.keep, end: store.finish, drop: () => undefined };
};

/** Unpacks as it comes and counts both sides: the packed size says nothing about the unpacked one. */
const packedBody = (bounds: BodyBounds, end: BodyEnd): Body => {
  const store = createStore(bounds, end);
  const gunzip: Gunzip = createGunzip();
  let packed = 0;
  gunzip.on('data', (chunk: Buffer) => {
    const unpacked = store.keep(chunk);
    if (unpacked > RATIO_FROM_BYTES && unpacked > packed * bounds.ratio) end.failed(tooLarge('压缩比异常'));
  });
  gunzip.on('error', () => end.failed(UNPACK_FAILED));
  gunzip.on('end', store.finish);
  return {
    take: (chunk, controller) => {
      packed += chunk.length;
      if (gunzip.write(chunk)) return;
      controller.pause();
      gunzip.once('drain', () => controller.resume());
    },
    end: () => gunzip.end(),
    drop: () => gunzip.destroy(),
  };
};

/** We ask for gzip or nothing. Anything else, and gzip inside gzip, is not ours to unpack. */
export const openBody = (encoding: string | undefined, bounds: BodyBounds, end: BodyEnd): Body | Refusal => {
  const name = (encoding ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return plainBody(bounds, end);
  if (name === 'gzip' || name === 'x-gzip') return packedBody(bounds, end);
  return refusal('undecodable', '对方以未请求的方式压缩内容，无法解开；请人工打开核对');
};
