import { z } from 'zod';
import { ChannelError, type ChannelFault } from '../../../src/core/faults.ts';
import type { ShortPostIo } from './settings.ts';

/** `error_code` → what it means to the engine, and what a person is told. */
const FAULTS: Readonly<Record<number, readonly [fault: ChannelFault, text: string]>> = {
  10023: ['rate-limited', '平台限制了发布频率，稍后自动再试'],
  20012: ['refused', '平台认为超过 140 字，请缩短标题后更正'],
  20018: ['refused', '平台认为含有不允许的内容，请修改后更正'],
  21327: ['signed-out', '授权已过期，请在开放平台重新授权，更换 accessToken'],
};
const NO_SUCH_POST = 20101;

const replySchema = z.looseObject({ error_code: z.int().default(0), error: z.string().default('') });
const postSchema = z.object({ id: z.string(), url: z.url(), status: z.string(), created_at: z.iso.datetime() });
const pageSchema = z.object({ statuses: z.array(postSchema) });
export type Post = z.infer<typeof postSchema>;

/** After a look that nobody answered nothing has happened; after a change nobody knows. */
const SILENCE = { look: 'unavailable', change: 'outcome-unknown' } as const;

const SILENT = [TypeError, SyntaxError, z.ZodError];
/** Nobody answered, or nothing that can be read. Anything else that is thrown is not ours to explain. */
const isSilence = (error: unknown): boolean =>
  SILENT.some((kind) => error instanceof kind) || (error instanceof DOMException && error.name === 'TimeoutError');

const call = async (io: ShortPostIo, kind: keyof typeof SILENCE, path: string, params: Record<string, string>) => {
  const url = `${io.settings.apiUrl.replace(/\/+$/, '')}/2/statuses/${path}.json`;
  const body = new URLSearchParams({ ...params, access_token: io.settings.accessToken });
  try {
    // Always POST: a token in an address ends up in somebody's log.
    const response = await io.fetch(url, { method: 'POST', body });
    const reply = replySchema.parse(await response.json());
    if (response.ok || reply.error_code !== 0) return reply;
    throw new TypeError(`HTTP ${response.status}`);
  } catch (error) {
    if (!isSilence(error)) throw error;
    throw new ChannelError(SILENCE[kind], '平台没有给出可以识别的答复，系统查证后再继续', { cause: error });
  }
};

const check = ({ error_code: code, error }: z.infer<typeof replySchema>): void => {
  if (code === 0) return;
  const [fault, text] = FAULTS[code] ?? ['outcome-unknown', `平台答复了未知的错误 ${code}（${error}），请到平台核对`];
  throw new ChannelError(fault, text);
};

/** Publishes at once. There is no idempotency key: a second call is a second post. */
export const share = async (io: ShortPostIo, status: string): Promise<Post> => {
  await io.spend('share');
  const reply = await call(io, 'change', 'share', { status });
  check(reply);
  const post = postSchema.safeParse(reply);
  if (post.success) return post.data;
  throw new ChannelError('outcome-unknown', '平台没有说明短文的编号，先查证再继续', { cause: post.error });
};

/** Deletes at once; a post that is already gone is fine. */
export const destroy = async (io: ShortPostIo, id: string): Promise<void> => {
  const reply = await call(io, 'change', 'destroy', { id });
  if (reply.error_code !== NO_SUCH_POST) check(reply);
};

/** The account's post that carries this link, newest first; null when none since `since` does. */
export const findPost = async (io: ShortPostIo, link: string, since: Date): Promise<Post | null> => {
  for (let page = 1; ; page += 1) {
    const reply = await call(io, 'look', 'user_timeline', { page: String(page) });
    check(reply);
    const posts = pageSchema.safeParse(reply).data?.statuses;
    if (!posts) throw new ChannelError('unavailable', '平台的短文列表无法识别，稍后自动再试');
    const found = posts.find(({ status }) => status.endsWith(link));
    if (found) return found;
    if (posts.length === 0 || posts.some(({ created_at: at }) => new Date(at) < since)) return null;
  }
};
