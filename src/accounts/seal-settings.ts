import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Which setting it is: bound to the sealed value, so that none can be moved to another place. */
export interface SettingPlace {
  /** What has the setting: a channel, by its id. */
  readonly owner: string;
  readonly name: string;
}

const FORM = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Of our secret, which is not in the database; by its label it is no key of anything else. */
const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'yigao channel settings', 32));
const placeOf = ({ owner, name }: SettingPlace): Buffer => Buffer.from(JSON.stringify([owner, name]));

/** AES-256-GCM (NIST SP 800-38D) with a fresh random IV of 96 bits. */
export const sealSetting = (secret: string, place: SettingPlace, value: string): string => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(placeOf(place));
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return `${FORM}.${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`;
};

/** Null: sealed with another secret, for another place, or changed since. */
export const unsealSetting = (secret: string, place: SettingPlace, sealed: string): string | null => {
  const [form, encoded = ''] = sealed.split('.');
  const bytes = Buffer.from(encoded, 'base64url');
  if (form !== FORM || bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(placeOf(place)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    // By design the only failure: the tag does not fit.
    return null;
  }
};
