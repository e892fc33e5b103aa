import { isUtf8 } from 'node:buffer';

export type Decoded =
  | {
      readonly kind: 'text';
      /** Put together from the pieces only when somebody reads in it: that of three megabytes takes tens of milliseconds. */
      readonly text: string;
      /** Of at most `PIECE` characters each: what is read one after the other holds nobody up. */
      readonly pieces: readonly string[];
      readonly charset: string;
    }
  /** Chinese: why. Such a page is unknown, never different. */
  | { readonly kind: 'undecodable'; readonly reason: string };

const BOMS: readonly (readonly [charset: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** Labels that servers and templates set without looking; pages under them are often GBK. */
const UNTRUSTED = /^(?:utf-?8|iso-8859-1|latin1|us-ascii|ascii|windows-1252)$/;
const META_CHARSET = /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w:.-]{1,40})/gi;
/** Where a declaration may stand; the HTML standard looks at 1,024 bytes, real templates write scripts before it. */
const META_BYTES = 65_536;

/** A few milliseconds of parsing even before the code is warm. A saved WeChat page has three million characters. */
export const PIECE = 16_384;

/** The end of a piece: where a character of UTF-8 begins. */
const endOf = (bytes: Uint8Array, wanted: number): number => {
  let end = Math.min(wanted, bytes.length);
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
};

/** Valid already: checking and copying by vectors takes a third of what a strict decoder does. */
const utf8Pieces = (bytes: Uint8Array): string[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  const isMarked = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
  for (let at = isMarked ? 3 : 0; at < bytes.length;) {
    const end = endOf(bytes, at + PIECE);
    pieces.push(buffer.toString('utf8', at, end));
    at = end;
  }
  return pieces;
};

const strictPieces = (bytes: Uint8Array, charset: string): string[] => {
  const decoder = new TextDecoder(charset, { fatal: true });
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE)
    pieces.push(decoder.decode(bytes.subarray(at, at + PIECE), { stream: true }));
  return [...pieces, decoder.decode()];
};

const strictly = (bytes: Uint8Array, charset: string): string[] | null => {
  if (charset === 'utf-8') return isUtf8(bytes) ? utf8Pieces(bytes) : null;
  try {
    return strictPieces(bytes, charset);
  } catch {
    // Not these bytes, or no such charset: the caller tries the next one or says that nothing fits.
    return null;
  }
};

/** A rope: nothing is copied yet. */
const put = (pieces: readonly string[]): string => {
  let text = '';
  for (const piece of pieces) text += piece;
  return text;
};

const labelsOf = (bytes: Uint8Array, headers: Readonly<Record<string, string>>): string[] => {
  const header = /charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(headers['content-type'] ?? '')?.[1];
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, META_BYTES));
  const metas = Array.from(head.matchAll(META_CHARSET), (match) => match[1] ?? '');
  return [...(header ? [header] : []), ...metas].map((label) => label.toLowerCase());
};

/** Whether broken UTF-8 is still mostly UTF-8: read as GB18030 it would be mojibake that no decoder refuses. */
const isDamagedUtf8 = (bytes: Uint8Array): boolean => {
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  const whole = text.match(/[\u0080-\uFFFC]/g)?.length ?? 0;
  return whole > broken * 4;
};

const UNREADABLE = '网页的字节无法按任何声明的编码读出（既不是 UTF-8，也不是 GB18030）';

/**
 * BOM, strict UTF-8, strict GB18030 for every gb* label or none, else what a trusted label says, strictly. Never lets a
 * replacement character stand for text.
 */
export const decode = (bytes: Uint8Array, headers: Readonly<Record<string, string>>): Decoded => {
  const text = (charset: string): Decoded | null => {
    const pieces = strictly(bytes, charset);
    return pieces === null ? null : { kind: 'text', text: put(pieces), pieces, charset };
  };
  const undecodable: Decoded = { kind: 'undecodable', reason: UNREADABLE };
  const bom = BOMS.find(([, marks]) => marks.every((byte, index) => bytes[index] === byte));
  if (bom) return text(bom[0]) ?? undecodable;
  const utf8 = text('utf-8');
  if (utf8) return utf8;
  const labels = labelsOf(bytes, headers);
  const other = labels.find((label) => !label.startsWith('gb') && label !== 'x-gbk' && !UNTRUSTED.test(label));
  if (other !== undefined && !labels.some((label) => label.startsWith('gb'))) return text(other) ?? undecodable;
  return isDamagedUtf8(bytes) ? undecodable : (text('gb18030') ?? undecodable);
};
