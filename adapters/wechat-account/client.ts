import { z } from 'zod';
import { accountDaySchema, articleDaySchema, articleTotalSchema, followersSchema } from './statistics.ts';
import { ALREADY_SENT, STALE_TOKEN, toFault } from './errors.ts';
import { noAnswer, send, type Repeat, type Reply } from './send.ts';
import type { WechatIo } from './settings.ts';
import { tokens, type Tokens } from './token.ts';

/** Ids are documented as strings and arrive as numbers; one of the samples even has a line break inside. */
export const idSchema = z.union([z.string(), z.number()]).transform((id) => String(id).replace(/\s+/g, ''));
/** What repeats arrives as one value or as a list; XML has empty text where nothing is. */
export const listOf = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
    z.array(schema),
  );

const articleSchema = z.looseObject({
  title: z.string().default(''),
  url: z.string().default(''),
  content_source_url: z.string().default(''),
  is_deleted: z.boolean().default(false),
});
const pageOf = <T extends z.ZodRawShape>(ids: T) =>
  z.object({
    total_count: z.number(),
    item: z
      .array(z.object({ ...ids, content: z.object({ news_item: z.array(articleSchema) }), update_time: z.number() }))
      .default([]),
  });
/** A publication as freepublish/get and PUBLISHJOBFINISH tell it. */
export const outcomeSchema = z.object({
  publish_id: idSchema,
  publish_status: z.coerce.number(),
  article_id: idSchema.default(''),
  article_detail: z
    .object({ item: listOf(z.object({ article_url: z.string().transform((url) => url.trim()) })) })
    .default({ item: [] })
    .catch({ item: [] }),
  fail_idx: listOf(z.coerce.number()).default([]),
});
export type Outcome = z.infer<typeof outcomeSchema>;

interface Call {
  readonly path: string;
  readonly repeat: Repeat;
  readonly answer: z.ZodType;
  /** An errcode that is an answer all the same. */
  readonly alsoAnswers?: number;
}
const post = <T extends z.ZodType>(path: string, repeat: Repeat, answer: T) => ({ path, repeat, answer });
const done = z.object({});
/** `msg_id` on the page, `msgid` in some real answers; the answer to a clientmsgid used before carries it, too. */
const sentSchema = z
  .object({ msg_id: idSchema.optional(), msgid: idSchema.optional(), msg_data_id: idSchema.default('') })
  .refine(({ msg_id, msgid }) => msg_id ?? msgid)
  .transform(({ msg_id, msgid, msg_data_id }) => ({ msgId: msg_id ?? msgid ?? '', dataId: msg_data_id }));

const CALLS = {
  'media/uploadimg': post('media/uploadimg', 'harmless', z.object({ url: z.string().min(1) })),
  'material/add_material': post('material/add_material?type=image', 'once', z.object({ media_id: idSchema })),
  'material/batchget_material': post(
    'material/batchget_material',
    'harmless',
    z.object({ item: z.array(z.object({ media_id: idSchema, name: z.string() })).default([]) }),
  ),
  'draft/add': post('draft/add', 'once', z.object({ media_id: idSchema })),
  'draft/get': post('draft/get', 'harmless', z.object({ news_item: z.array(articleSchema) })),
  'draft/batchget': post('draft/batchget', 'harmless', pageOf({ media_id: idSchema })),
  'freepublish/submit': post(
    'freepublish/submit',
    'once',
    z.object({ publish_id: idSchema, msg_data_id: idSchema.default('') }),
  ),
  'freepublish/get': post('freepublish/get', 'harmless', outcomeSchema),
  'freepublish/getarticle': post('freepublish/getarticle', 'harmless', z.object({ news_item: z.array(articleSchema) })),
  'freepublish/batchget': post('freepublish/batchget', 'harmless', pageOf({ article_id: idSchema })),
  'freepublish/delete': post('freepublish/delete', 'once', done),
  'draft/delete': post('draft/delete', 'once', done),
  'message/mass/sendall': { ...post('message/mass/sendall', 'once', sentSchema), alsoAnswers: ALREADY_SENT },
  'message/mass/get': post('message/mass/get', 'harmless', z.object({ msg_status: z.string() })),
  'message/mass/delete': post('message/mass/delete', 'once', done),
  'datacube/getarticleread': post('datacube/getarticleread', 'harmless', articleDaySchema),
  'datacube/getarticleshare': post('datacube/getarticleshare', 'harmless', articleDaySchema),
  'datacube/getarticletotaldetail': post('datacube/getarticletotaldetail', 'harmless', articleTotalSchema),
  'datacube/getbizsummary': post('datacube/getbizsummary', 'harmless', accountDaySchema),
  'datacube/getusersummary': post('datacube/getusersummary', 'harmless', followersSchema),
  'datacube/getusercumulate': post('datacube/getusercumulate', 'harmless', followersSchema),
} as const satisfies Readonly<Record<string, Call>>;
export type CallName = keyof typeof CALLS;
type Answer<N extends CallName> = z.infer<(typeof CALLS)[N]['answer']>;

/** Sends with a valid token; one that the platform no longer takes is replaced, once. */
const sendWithToken = async (io: WechatIo, { path, repeat }: Call, payload: unknown, from: Tokens): Promise<Reply> => {
  const sendAs = (token: string) => {
    const mark = path.includes('?') ? '&' : '?';
    const root = path.startsWith('datacube/') ? '' : '/cgi-bin';
    return send(io, `${root}/${path}${mark}access_token=${encodeURIComponent(token)}`, payload, repeat);
  };
  const token = await from.get(io);
  const reply = await sendAs(token);
  return STALE_TOKEN.has(reply.errcode) ? sendAs(await from.renew(io, token)) : reply;
};

/**
 * One call of the platform: counted, with a token, its answer checked. Throws `WechatError` for an errcode; without a
 * readable answer `unavailable`, or `outcome-unknown` where a second call could do harm.
 */
export const call = async <N extends CallName>(
  io: WechatIo,
  name: N,
  payload: unknown,
  from: Tokens = tokens,
): Promise<Answer<N>> => {
  const spec: Call = CALLS[name];
  await io.spend(name);
  const reply = await sendWithToken(io, spec, payload, from);
  // "Busy" does not say how far it came.
  if (reply.errcode === -1) throw noAnswer(spec.repeat, `系统繁忙：${reply.errmsg}`);
  if (reply.errcode !== 0 && reply.errcode !== spec.alsoAnswers) throw toFault(reply.errcode, reply.errmsg, io.now());
  const answer = spec.answer.safeParse(reply);
  if (!answer.success) throw noAnswer(spec.repeat, `${name} 的答复无法识别`, answer.error);
  return answer.data as Answer<N>;
};
