import { BadWord, WORD_LIMITS, type BadWordReason } from './bad-word.ts';
import { unzip } from './unzip.ts';

const TYPES = '[Content_Types].xml';
const ZIP = Buffer.from('PK\x03\x04');
/** OLE compound file: a .doc or .wps, or a .docx with a password, whose package lies in a stream of this name. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');

/** By what is in the file, never by its name: a .doc renamed .docx is still a .doc. */
const refuseByStart = (file: Buffer): BadWordReason | null => {
  if (file.subarray(0, 4).equals(ZIP)) return null;
  if (file.subarray(0, 8).equals(COMPOUND)) return file.includes(ENCRYPTED_STREAM) ? 'encrypted' : 'old-format';
  return file.subarray(0, 5).toString('latin1') === '{\\rtf' ? 'old-format' : 'not-word';
};

const refuseByTypes = (types: string): BadWordReason | null => {
  if (/ms-word\.(?:document|template)\.macroEnabled/i.test(types)) return 'macros';
  return /wordprocessingml\.(?:document|template)\.main\+xml/.test(types) ? null : 'not-word';
};

/**
 * Lets a file through to the Word reader: a .docx without macros or password that unpacks to what the limits allow. Looks
 * at the whole archive and keeps nothing of it.
 * @throws BadWord
 */
export const checkWordFile = async (bytes: Uint8Array): Promise<void> => {
  if (bytes.byteLength > WORD_LIMITS.bytes) throw new BadWord('too-large');
  const byStart = refuseByStart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (byStart) throw new BadWord(byStart);
  const parts = await unzip(bytes, (name) => name === TYPES);
  const byTypes = refuseByTypes(parts.get(TYPES)?.toString('utf8') ?? '');
  if (byTypes) throw new BadWord(byTypes);
};
