import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array | string;
  /** What the archive says, where that is a lie. */
  readonly declaredSize?: number;
  readonly declaredCrc?: number;
  /** 1: encrypted. */
  readonly flags?: number;
  readonly extra?: Uint8Array;
}

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

/** A zip file of these entries, deflated, true or not (APPNOTE 6.3.10). */
export const zip = (entries: readonly ZipEntry[]): Uint8Array => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data, declaredSize, declaredCrc, flags = 0, extra = Buffer.alloc(0) } of entries) {
    const bytes = Buffer.from(data as string);
    const packed = deflateRawSync(bytes);
    const path = Buffer.from(name);
    const size = u32(declaredSize ?? bytes.length);
    const sizes = [u32(declaredCrc ?? crc32(bytes)), u32(packed.length), size, u16(path.length), u16(extra.length)];
    const shared = [u16(20), u16(flags | 0x800), u16(8), u16(0), u16(0x21), ...sizes];
    const local = Buffer.concat([u32(0x04034b50), ...shared, path, extra, packed]);
    central.push(
      Buffer.concat([u32(0x02014b50), u16(20), ...shared, u16(0), u16(0), u16(0), u32(0), u32(offset), path, extra]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const counts = [u16(entries.length), u16(entries.length)];
  const end = [u32(0x06054b50), u16(0), u16(0), ...counts, u32(directory.length), u32(offset), u16(0)];
  return new Uint8Array(Buffer.concat([...locals, directory, ...end]));
};
