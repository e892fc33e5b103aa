import { z } from 'zod';
import { postText, webhookSchema } from './robot.ts';
import type { Way } from './way.ts';

const settings = z.strictObject({ url: webhookSchema });

/** 企业微信群机器人: a text of up to 2,048 bytes, 20 messages a minute (from memory). */
export const wecom: Way<typeof settings> = {
  settings,
  send: ({ url }, { text }, io) => postText(url, text, io),
};
