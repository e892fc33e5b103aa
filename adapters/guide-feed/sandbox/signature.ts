import { createHmac, timingSafeEqual } from 'node:crypto';

/** 32 bytes, as Standard Webhooks asks for 24 to 64. */
const KEY = Buffer.from('guide-feed-sandbox-webhook-key-1');
export const PUSH_SECRET = `whsec_${KEY.toString('base64')}`;

/** Older or further ahead is a replay or a wrong clock. */
const TOLERANCE_S = 300;

/** Whether a push is ours and fresh, checked as Standard Webhooks tells a receiver to: any of the listed signatures. */
export const isSigned = (headers: Headers, body: string, now: Date): boolean => {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headers.get(name),
  );
  if (!id || !timestamp || !signatures || !/^\d+$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > TOLERANCE_S) return false;
  const expected = createHmac('sha256', KEY).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(' ').some((each) => {
    const [version, value = ''] = each.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
};
