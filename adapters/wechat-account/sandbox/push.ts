import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { eventOf } from './events.ts';
import { randomId, type Push, type State } from './state.ts';

const MAX_ATTEMPTS = 3;
const ANSWER_WITHIN_MS = 5_000;
const BLOCK = 32;

const sign = (...parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');

/** random(16) + length(4) + message + appid, PKCS#7 to 32 bytes, AES-256-CBC. */
const encrypt = ({ account }: State, message: string): string => {
  const key = Buffer.from(`${account.encodingAesKey}=`, 'base64');
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(account.appId)]);
  const count = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(count, count)), cipher.final()]).toString(
    'base64',
  );
};

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const toXml = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return cdata(value);
  return Object.entries(value as object)
    .flatMap(([name, each]) => [each].flat().map((one) => `<${name}>${toXml(one)}</${name}>`))
    .join('');
};

const write = (state: State, message: object): string =>
  state.switches().pushFormat === 'json' ? JSON.stringify(message) : `<xml>${toXml(message)}</xml>`;

const post = async (state: State, push: Push): Promise<boolean> => {
  const { account, options } = state;
  const Encrypt = encrypt(state, write(state, eventOf(state, push)));
  const timestamp = String(Math.floor(state.now() / 1_000));
  const nonce = randomId(8);
  const query = new URLSearchParams({
    signature: sign(account.callbackToken, timestamp, nonce),
    timestamp,
    nonce,
    openid: 'oMphelperMphelperMphelper001',
    encrypt_type: 'aes',
    msg_signature: sign(account.callbackToken, timestamp, nonce, Encrypt),
  });
  try {
    const response = await options.fetch(`${options.callbackUrl}?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: write(state, { ToUserName: account.userName, Encrypt }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return ['', 'success'].includes(await response.text()) && response.ok;
  } catch {
    return false;
  }
};

const send = async (state: State, key: string, push: Push): Promise<void> => {
  const attempts = push.attempts + 1;
  const now = state.now();
  // Written before the call: another tick must not send the same push.
  state.pushes.set(key, { ...push, attempts, nextAt: attempts < MAX_ATTEMPTS ? now + ANSWER_WITHIN_MS : null });
  const taken = await post(state, push);
  const again = attempts < state.switches().pushes;
  if (taken && !again) state.pushes.set(key, { ...push, attempts, nextAt: null });
  if (taken && again) state.pushes.set(key, { ...push, attempts, nextAt: state.now() });
};

/** Each event up to three times, until our side answers `success` or nothing within five seconds. */
export const sendDue = async (state: State): Promise<void> => {
  const due = state.pushes.entries().filter(([, { nextAt }]) => nextAt !== null && nextAt <= state.now());
  await Promise.all(due.map(([key, push]) => send(state, key, push)));
};
