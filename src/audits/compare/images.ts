import { createHash } from 'node:crypto';
import sharp from 'sharp';

/** What an image is, however a platform names it. */
export interface ImageFacts {
  readonly sha256: string;
  /** Null where the bytes are no image that can be read. */
  readonly width: number | null;
  readonly height: number | null;
  /** Difference hash, 64 bits: neighbours' brightness compared on a 9 × 8 thumbnail. */
  readonly hash: bigint | null;
}

/** Platforms re-encode and scale; what is shown stays within these (dHash of the same picture re-encoded differs by few bits). */
const BITS = 10;
const RATIO = 0.03;
/** A picture of more pixels is a bomb and no photograph. */
const PIXELS = 100_000_000;
const [COLUMNS, ROWS] = [9, 8];

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const hashOf = (pixels: Uint8Array): bigint => {
  let hash = 0n;
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column + 1 < COLUMNS; column += 1) {
      const at = row * COLUMNS + column;
      hash = (hash << 1n) | ((pixels[at] ?? 0) > (pixels[at + 1] ?? 0) ? 1n : 0n);
    }
  }
  return hash;
};

export const readImage = async (bytes: Uint8Array): Promise<ImageFacts> => {
  try {
    const image = sharp(bytes, { limitInputPixels: PIXELS });
    const { width, height } = await image.metadata();
    const pixels = await image.greyscale().resize(COLUMNS, ROWS, { fit: 'fill' }).raw().toBuffer();
    return { sha256: sha256(bytes), width, height, hash: hashOf(pixels) };
  } catch {
    // No image that sharp reads: only its bytes can be compared.
    return { sha256: sha256(bytes), width: null, height: null, hash: null };
  }
};

const distance = (one: bigint, other: bigint): number => {
  let count = 0;
  for (let bits = one ^ other; bits > 0n; bits &= bits - 1n) count += 1;
  return count;
};

/** The same bytes, or the same picture encoded and scaled anew. */
export const isSameImage = (one: ImageFacts, other: ImageFacts): boolean => {
  if (one.sha256 === other.sha256) return true;
  if (one.hash === null || other.hash === null) return false;
  const ratio = ({ width, height }: ImageFacts): number => (width ?? 0) / Math.max(1, height ?? 0);
  const isShaped = Math.abs(ratio(one) / ratio(other) - 1) <= RATIO;
  return isShaped && distance(one.hash, other.hash) <= BITS;
};

/** An attachment is never re-encoded: the same bytes or another file. */
export const isSameFile = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && sha256(one) === sha256(other);
