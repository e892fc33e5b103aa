import { createHmac } from 'node:crypto';

/** Keys come as `whsec_` and base64. */
const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

export interface WebhookMessage {
  /** The same for every repeat of one message. */
  readonly id: string;
  readonly at: Date;
  readonly body: string;
}

/** Symmetric signature, v1: over id, time in seconds and body. */
export const signatureOf = (id: string, timestamp: string, body: string, secret: string): Buffer =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest();

/** Headers of a signed message, as Standard Webhooks 1.0 asks for them. */
export const signMessage = ({ id, at, body }: WebhookMessage, secret: string): Record<string, string> => {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signature = signatureOf(id, timestamp, body, secret).toString('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
};
