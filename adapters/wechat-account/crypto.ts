import { createDecipheriv } from 'node:crypto';
import { Hash } from 'wechatpay-axios-plugin';

/** Proof that the sender knows our token: SHA-1 over the sorted parts. */
export const isSigned = (signature: string, parts: readonly string[]): boolean =>
  Hash.equals(Hash.sha1([...parts].sort().join('')), signature);

/** WeChat pads to blocks of 32 bytes, not to the cipher's 16, so Node's own padding check must stay off. */
const PAD_BLOCK = 32;
const RANDOM_BYTES = 16;

const unpad = (padded: Buffer): Buffer | null => {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > PAD_BLOCK || count > padded.length) return null;
  return padded.subarray(-count).every((byte) => byte === count) ? padded.subarray(0, -count) : null;
};

/** random(16) + length(4, big-endian) + message + appId. */
const split = (plain: Buffer): { message: string; appId: string } | null => {
  const begin = RANDOM_BYTES + 4;
  if (plain.length < begin) return null;
  const end = begin + plain.readUInt32BE(RANDOM_BYTES);
  if (end > plain.length) return null;
  return { message: plain.toString('utf8', begin, end), appId: plain.toString('utf8', end) };
};

/** The message in `encrypted` (Base64), or null when it is not one for us: wrong key, damaged, or for another account. */
export const decrypt = (encrypted: string, encodingAesKey: string, appId: string): string | null => {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const cipher = Buffer.from(encrypted, 'base64');
  if (key.length !== 32 || cipher.length === 0 || cipher.length % 16 !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = unpad(Buffer.concat([decipher.update(cipher), decipher.final()]));
  const parts = plain && split(plain);
  return parts?.appId === appId ? parts.message : null;
};
