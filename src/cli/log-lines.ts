import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** How a file begins tells it from others, whatever it is called later; logs begin with a time. */
const HEAD_BYTES = 4_096;

const isGzip = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
};

export interface LogFile {
  readonly bytes: number;
  /** Bytes of the file read so far, packed as they are. */
  read(): number;
  /** All lines, some at a time, so that memory stays flat. */
  blocks(): AsyncGenerator<readonly string[]>;
}

/** Opens a log, packed or not. */
export const openLog = async (file: string): Promise<LogFile> => {
  const { size } = await stat(file);
  const source = createReadStream(file, { highWaterMark: 1 << 18 });
  const unpacked = (await isGzip(file)) ? source.pipe(createGunzip({ chunkSize: 1 << 18 })) : source;
  source.on('error', (error) => unpacked.destroy(error));
  return {
    bytes: size,
    read: () => source.bytesRead,
    blocks: async function* () {
      let rest = '';
      // Bytes as characters: a line is the same line whatever its encoding, and none is cut inside a character.
      for await (const chunk of unpacked as AsyncIterable<Buffer>) {
        const lines = (rest + chunk.toString('latin1')).split('\n');
        rest = lines.pop() ?? '';
        yield lines;
      }
      // A last line without its end may still be being written: it is read whole the next time.
    },
  };
};

/** What a log is known by: a hash of its first 4 KB, unpacked; null while it is shorter. */
export const fingerprint = async (file: string): Promise<string | null> => {
  let head = '';
  for await (const lines of (await openLog(file)).blocks()) {
    head += lines.map((line) => `${line}\n`).join('');
    if (head.length >= HEAD_BYTES) break;
  }
  return head.length < HEAD_BYTES
    ? null
    : createHash('sha256').update(head.slice(0, HEAD_BYTES), 'latin1').digest('hex');
};
