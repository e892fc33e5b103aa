/** Magic bytes: latin1 text at a place. */
type Magic = readonly [at: number, bytes: string];

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Source: the WHATWG MIME Sniffing standard; for BMP and OLE the formats themselves. */
const SIGNATURES: readonly (readonly [mime: string, ...magic: Magic[]])[] = [
  ['image/png', [0, '\x89PNG\r\n\x1a\n']],
  ['image/jpeg', [0, '\xff\xd8\xff']],
  ['image/gif', [0, 'GIF87a']],
  ['image/gif', [0, 'GIF89a']],
  ['image/webp', [0, 'RIFF'], [8, 'WEBP']],
  ['image/bmp', [0, 'BM'], [6, '\0\0\0\0']],
  ['application/pdf', [0, '%PDF-']],
  ['application/x-ole', [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']],
  ['application/zip', [0, 'PK\x03\x04']],
];

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const utf16 = (name: string): string => Buffer.from(name, 'utf16le').toString('latin1');

/** Containers hold the kind in the names of their parts. WPS writes the same streams as Office. */
const PARTS: Readonly<Record<string, readonly (readonly [part: string, mime: string])[]>> = {
  'application/zip': [
    ['word/document.xml', `${OFFICE}.wordprocessingml.document`],
    ['xl/workbook.xml', `${OFFICE}.spreadsheetml.sheet`],
    ['ppt/presentation.xml', `${OFFICE}.presentationml.presentation`],
    ['OFD.xml', 'application/ofd'],
  ],
  'application/x-ole': [
    [utf16('WordDocument'), 'application/msword'],
    [utf16('Workbook'), 'application/vnd.ms-excel'],
    [utf16('PowerPoint Document'), 'application/vnd.ms-powerpoint'],
  ],
};
/** Programs in a document: not for the public. */
const MACROS = ['vbaProject.bin', utf16('_VBA_PROJECT')];

const PLAIN: Readonly<Record<string, string>> = { txt: 'text/plain', csv: 'text/csv' };

const isText = (bytes: Uint8Array, encoding: string): boolean => {
  try {
    return !/[\0-\x08\x0e-\x1f\x7f\ufffd]/.test(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
};

const plainType = (bytes: Uint8Array, fileName: string): string | null => {
  const mime = PLAIN[/\.(\w+)$/.exec(fileName.toLowerCase())?.[1] ?? ''];
  return mime !== undefined && (isText(bytes, 'utf-8') || isText(bytes, 'gb18030')) ? mime : null;
};

const has = (buffer: Buffer, text: string): boolean => buffer.includes(text, 0, 'latin1');
const hasAt = (buffer: Buffer, [at, bytes]: Magic): boolean =>
  buffer.toString('latin1', at, at + bytes.length) === bytes;

/**
 * The media type of an upload, or null when it is none of those we take. Told by the bytes; the name decides only
 * between kinds of plain text.
 */
export const mediaTypeOf = (bytes: Uint8Array, fileName: string): string | null => {
  const buffer = bufferOf(bytes);
  const [mime] = SIGNATURES.find(([, ...magic]) => magic.every((each) => hasAt(buffer, each))) ?? [];
  if (mime === undefined) return plainType(bytes, fileName);
  const parts = PARTS[mime];
  if (!parts) return mime;
  if (MACROS.some((name) => has(buffer, name))) return null;
  const part = parts.find(([name]) => has(buffer, name));
  return part?.[1] ?? (mime === 'application/zip' ? mime : null);
};
