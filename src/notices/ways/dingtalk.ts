import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { postText, webhookSchema } from './robot.ts';
import type { Way } from './way.ts';

const settings = z.strictObject({ url: webhookSchema, secret: z.string().trim().max(200).default('') });

/** 加签: HMAC-SHA256 over `timestamp\nsecret` by the secret, base64 (DingTalk's document of custom robots, from memory). */
export const signedUrl = (url: string, secret: string, now: Date): string => {
  const timestamp = String(now.getTime());
  const signed = new URL(url);
  signed.searchParams.set('timestamp', timestamp);
  signed.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  return signed.href;
};

/** 钉钉群机器人: with a secret each call is signed. */
export const dingtalk: Way<typeof settings> = {
  settings,
  send: ({ url, secret }, { text }, io) => postText(secret === '' ? url : signedUrl(url, secret, io.now()), text, io),
};
