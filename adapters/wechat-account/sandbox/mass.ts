import { z } from 'zod';
import { beijingDay } from '../../../src/core/time.ts';
import { measure } from '../../../src/core/text.ts';
import { findDraft } from './drafts.ts';
import { ApiError } from './errors.ts';
import { pageUrl, queuePush, withoutArticle } from './publications.ts';
import { keyOf, nextId, randomId, type Mass, type State } from './state.ts';

const DAY_MS = 86_400_000;
const sendSchema = z.object({
  filter: z.object({ is_to_all: z.boolean().default(false), tag_id: z.number().optional() }),
  mpnews: z.object({ media_id: z.string() }),
  msgtype: z.literal('mpnews'),
  send_ignore_reprint: z.union([z.literal(0), z.literal(1)]).default(0),
  clientmsgid: z.string().default(''),
});

const all = ({ masses }: State): Mass[] => masses.entries().map(([, mass]) => mass);

/** A subscription account may send once a Beijing day, a service account four times a month. */
const checkTurns = (state: State): void => {
  const [unit, turns] = state.switches().account === 'service' ? [7, 4] : [10, 1];
  const periodOf = (at: number): string => beijingDay(new Date(at)).slice(0, unit);
  const used = all(state).filter(({ sentAt }) => periodOf(sentAt) === periodOf(state.now())).length;
  if (used >= turns) throw new ApiError(45028);
};

/** The same clientmsgid within a day sends nothing, and answers the message it was used for. */
export const sendAll = (state: State, body: unknown) => {
  const parsed = sendSchema.safeParse(body);
  if (!parsed.success) throw new ApiError(47001);
  const { filter, mpnews, send_ignore_reprint, clientmsgid: clientMsgId } = parsed.data;
  if (!filter.is_to_all && filter.tag_id === undefined) throw new ApiError(40152);
  if (measure(clientMsgId, 'byte') > state.switches().clientMsgIdMax) throw new ApiError(45067);
  const known = all(state).find((mass) => mass.clientMsgId === clientMsgId && state.now() - mass.sentAt < DAY_MS);
  if (known && clientMsgId !== '') return { errcode: 45065, errmsg: 'clientmsgid exist', msg_id: known.msgId };
  const [mediaId, { articles }] = findDraft(state, mpnews);
  checkTurns(state);
  const msgId = nextId(state);
  const sendReprints = send_ignore_reprint === 1;
  const common = { msgId, mediaId, clientMsgId, articles, sendReprints, sentAt: state.now() };
  state.masses.set(String(msgId), { ...common, status: null, articleId: null });
  state.note('message/mass/sendall', keyOf(articles, mediaId));
  return { errcode: 0, errmsg: 'send job submission success', msg_id: msgId, msg_data_id: msgId };
};

/** A reprint goes out all the same where the sender said so. */
const endOf = (state: State, { sendReprints }: Mass): string => {
  const { massStatus } = state.switches();
  return massStatus === 'err(30003)' && sendReprints ? 'send success' : massStatus;
};

const finish = (state: State, mass: Mass): void => {
  const status = endOf(state, mass);
  const { msgId, mediaId, articles } = mass;
  const articleId = status === 'send success' ? randomId(32) : null;
  state.masses.set(String(msgId), { ...mass, status, articleId });
  if (articleId) {
    const pages = articles.map(() => randomId(16));
    const publishedAt = state.now();
    state.published.set(articleId, { publishId: msgId, msgId, articles, pages, publishedAt, deleted: false });
    state.drafts.delete(mediaId);
    state.note('published', keyOf(articles, articleId));
  }
  queuePush(state, 'mass', msgId);
};

export const finishMassesDue = (state: State): void => {
  for (const mass of all(state))
    if (mass.status === null && mass.sentAt + state.switches().publishMs <= state.now()) finish(state, mass);
};

/** The public addresses of a message's articles. */
export const articlesOf = (state: State, articleId: string | null): string[] =>
  ((articleId ? state.published.get(articleId) : undefined)?.pages ?? []).map((page) => pageUrl(state, page));

const idSchema = z.object({ msg_id: z.union([z.string(), z.number()]) });
const find = (state: State, body: unknown): Mass => {
  const parsed = idSchema.safeParse(body);
  const mass = parsed.success ? state.masses.get(String(parsed.data.msg_id)) : undefined;
  if (!mass) throw new ApiError(40059);
  return mass;
};

export const getMass = (state: State, body: unknown) => {
  const { msgId, status, articleId } = find(state, body);
  const isDeleted = articleId !== null && state.published.get(articleId)?.deleted === true;
  const told = status === null ? 'SENDING' : status === 'send success' ? 'SEND_SUCCESS' : 'SEND_FAIL';
  return { msg_id: msgId, msg_status: isDeleted ? 'DELETE' : told };
};

const indexSchema = z.object({ article_idx: z.int().min(0).default(0) });

/** Only what was sent can be deleted, and only once. */
export const deleteMass = (state: State, body: unknown) => {
  const { articleId, msgId } = find(state, body);
  const published = articleId === null ? undefined : state.published.get(articleId);
  if (!published || articleId === null || published.deleted) throw new ApiError(40059);
  state.published.set(articleId, withoutArticle(published, indexSchema.safeParse(body).data?.article_idx ?? -1));
  state.note('message/mass/delete', keyOf(published.articles, String(msgId)));
  return { errcode: 0, errmsg: 'ok' };
};
