import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { BadWord, WORD_LIMITS, type BadWordReason } from './bad-word.ts';

/** Unpacked entries by name. */
export type Parts = ReadonlyMap<string, Buffer>;

const ZIP64_EXTRA = 0x0001;
/** Which entries a document may not have; the first that holds names the reason. */
const REFUSED: readonly (readonly [BadWordReason, (entry: Entry) => boolean])[] = [
  ['encrypted', (entry) => entry.isEncrypted()],
  ['zip64', ({ extraFields }) => extraFields.some(({ id }) => id === ZIP64_EXTRA)],
  [
    'macros',
    ({ fileName }) => /(?:^|\/)vba(?:Project\.bin|Data\.xml)$|\.(?:docm|dotm|xlsm|xltm|pptm)$/i.test(fileName),
  ],
  ['corrupt', (entry) => !entry.canDecodeFileData()],
  ['bomb', (entry) => entry.uncompressedSize > maxSize(entry)],
];

const maxSize = ({ compressedSize }: Entry): number =>
  Math.max(compressedSize * WORD_LIMITS.ratio, WORD_LIMITS.ratioFloorBytes);

/** Inflates one entry, never further than its declared size, which the checks above have bounded. */
const inflate = async (zip: ZipFile, entry: Entry, keep: boolean): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  let sum = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > entry.uncompressedSize) throw new BadWord('bomb');
    sum = crc32(chunk, sum);
    if (keep) chunks.push(chunk);
  }
  if (size !== entry.uncompressedSize || sum !== entry.crc32) throw new BadWord('corrupt');
  return keep ? Buffer.concat(chunks, size) : null;
};

const readEntries = async (zip: ZipFile, keep: (name: string) => boolean): Promise<Parts> => {
  const parts = new Map<string, Buffer>();
  const names = new Set<string>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const refused = REFUSED.find(([, holds]) => holds(entry));
    if (refused) throw new BadWord(refused[0]);
    const name = entry.fileName;
    // Part names are compared without case (ISO/IEC 29500-2, 6.2.2.3); of two with one name each reader would take another.
    if (names.size === names.add(name.toLowerCase()).size) throw new BadWord('corrupt');
    total += entry.uncompressedSize;
    if (total > WORD_LIMITS.unpackedBytes) throw new BadWord('bomb');
    const bytes = await inflate(zip, entry, keep(name));
    if (bytes) parts.set(name, bytes);
  }
  return parts;
};

/**
 * Every entry of a zip file unpacked and checked, those that `keep` names returned. Declared sizes are checked before a
 * byte is inflated and held to while inflating, so a bomb costs neither time nor memory; paths that leave the archive,
 * encryption, ZIP64, macros, doubled names and wrong checksums are refused.
 * @throws BadWord
 */
export const unzip = async (bytes: Uint8Array, keep: (name: string) => boolean): Promise<Parts> => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const zip = await fromBufferPromise(buffer, {
      lazyEntries: true,
      validateEntrySizes: false,
      strictFileNames: true,
    });
    if (zip.entryCount > WORD_LIMITS.entries) throw new BadWord('too-many-parts');
    return await readEntries(zip, keep);
  } catch (error) {
    throw error instanceof BadWord ? error : new BadWord('corrupt', error);
  }
};
