import { z } from 'zod';
import type { Io } from './way.ts';

/** A robot's address holds its key: only https carries it. */
export const webhookSchema = z
  .string()
  .trim()
  .max(1_000)
  .refine((url) => URL.canParse(url) && new URL(url).protocol === 'https:');

const answerSchema = z.object({ errcode: z.number(), errmsg: z.string().default('') });

/** What a group's robot may answer, and what to do (codes from memory: unknown ones are told as they come). */
const ADVICE: Readonly<Record<number, string>> = {
  93000: '机器人地址不正确或已被移除，请到群里重新添加机器人并更换地址',
  45009: '发送过于频繁，稍后自动再试',
  310000: '被安全设置拒绝：请核对加签密钥，或把“一稿”加入自定义关键词',
  300001: '机器人地址不正确，请核对 access_token',
};

/** WeCom and DingTalk take the same form of a text. Throws with what the robot said. */
export const postText = async (url: string, content: string, { fetch, signal }: Io): Promise<void> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ msgtype: 'text', text: { content } }),
    redirect: 'error',
    signal,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`对方返回 HTTP ${response.status}，请核对地址`);
  const answer = answerSchema.safeParse(parseJson(text));
  if (!answer.success) throw new Error('对方的答复读不懂，请核对地址');
  const { errcode, errmsg } = answer.data;
  if (errcode !== 0) throw new Error(ADVICE[errcode] ?? `对方返回 ${errcode}：${errmsg.slice(0, 100)}`);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The schema says what is wrong with it.
    return null;
  }
};
