import { z } from 'zod';
import { findDraft, pageSchema, tell } from './drafts.ts';
import { ApiError } from './errors.ts';
import { keyOf, nextId, randomId, type Job, type Published, type Push, type State } from './state.ts';

const publishSchema = z.object({ publish_id: z.union([z.string(), z.number()]) });
const articleSchema = z.object({ article_id: z.string() });
/** From 1 on; absent or 0: all. */
const indexSchema = z.object({ index: z.int().min(0).default(0) });

const queue = (state: State, body: unknown, more: Pick<Job, 'byHand'> = {}): Job => {
  const [mediaId, { articles }] = findDraft(state, body);
  const publishId = nextId(state);
  const job: Job = { publishId, mediaId, articles, submittedAt: state.now(), status: 1, articleId: null, ...more };
  state.jobs.set(String(publishId), job);
  return job;
};

/** Queued only. No idempotency: a second submission of one draft is a second publication. */
export const submit = (state: State, body: unknown) => {
  const { publishId, articles, mediaId } = queue(state, body);
  state.note('freepublish/submit', keyOf(articles, mediaId));
  return { errcode: 0, errmsg: 'ok', publish_id: publishId, msg_data_id: publishId };
};

/** What an editor does on the platform's website; pressing again while it is being published changes nothing. */
export const pressPublish = (state: State, body: unknown): void => {
  const [mediaId] = findDraft(state, body);
  const isPressed = state.jobs.entries().some(([, job]) => job.mediaId === mediaId && job.status === 1);
  if (!isPressed) queue(state, body, { byHand: true });
};

export const pageUrl = ({ options }: State, page: string): string => `${options.base}/s/${page}`;

/** Ends a publication: the draft leaves the box, the article gets its address, the push is queued. */
const finish = (state: State, job: Job): void => {
  const status = state.switches().publishStatus;
  const isPublished = status === 0 || status > 4;
  const articleId = isPublished ? randomId(32) : null;
  state.jobs.set(String(job.publishId), { ...job, status, articleId });
  if (articleId) {
    const pages = job.articles.map(() => randomId(16));
    const { publishId, articles } = job;
    const published: Published = { publishId, articles, pages, publishedAt: state.now(), deleted: status > 4 };
    state.published.set(articleId, published);
    state.drafts.delete(job.mediaId);
    state.note('published', keyOf(articles, articleId));
  }
  if (!job.byHand) queuePush(state, 'job', job.publishId);
};

export const queuePush = (state: State, of: Push['of'], id: number): void =>
  state.pushes.set(String(id), { of, id, at: state.now(), attempts: 0, nextAt: state.now() });

export const finishDue = (state: State): void => {
  for (const [, job] of state.jobs.entries())
    if (job.status === 1 && job.submittedAt + state.switches().publishMs <= state.now()) finish(state, job);
};

/** Article ids and addresses of a publication, as both freepublish/get and the push tell them. */
export const describe = (state: State, articleId: string | null) => {
  const pages = (articleId ? state.published.get(articleId) : undefined)?.pages ?? [];
  return {
    count: pages.length,
    item: pages.map((page, index) => ({ idx: index + 1, article_url: pageUrl(state, page) })),
  };
};

export const getPublication = (state: State, body: unknown) => {
  const parsed = publishSchema.safeParse(body);
  const job = parsed.success ? state.jobs.get(String(parsed.data.publish_id)) : undefined;
  if (!job) throw new ApiError(40002, 'invalid args');
  const { publishId, status, articleId } = job;
  const common = { publish_id: publishId, publish_status: status };
  if (status !== 0) return { ...common, fail_idx: status === 2 || status === 4 ? [1] : [] };
  return { ...common, article_id: articleId, article_detail: describe(state, articleId), fail_idx: [] };
};

const findPublished = (state: State, body: unknown): [string, Published] => {
  const { article_id: id } = articleSchema.catch({ article_id: '' }).parse(body);
  const published = state.published.get(id);
  if (!published || published.deleted || published.msgId !== undefined) throw new ApiError(53600);
  return [id, published];
};

/** Whether readers no longer see the article at this place, from 0 on. */
export const isGone = ({ deleted, gone = [] }: Published, place: number): boolean => deleted || gone.includes(place);

const newsOf = (state: State, id: string, published: Published, withContent = true) =>
  published.articles.map((article, place) => {
    const url = `${state.options.base}/s?tempkey=${id}${place > 0 ? `&idx=${place + 1}` : ''}`;
    return tell(article, { thumb_url: '', url, is_deleted: isGone(published, place) }, withContent);
  });

export const getArticle = (state: State, body: unknown) => {
  const [id, published] = findPublished(state, body);
  return { news_item: newsOf(state, id, published) };
};

/** Without the article at this place, from 1 on; 0: without any. */
export const withoutArticle = (published: Published, index: number): Published => {
  const { articles, gone = [] } = published;
  if (index < 0 || index > articles.length) throw new ApiError(40002, 'invalid args');
  const places = index === 0 ? [...articles.keys()] : [...new Set([...gone, index - 1])];
  return { ...published, gone: places, deleted: places.length === articles.length };
};

export const deleteArticle = (state: State, body: unknown) => {
  const [id, published] = findPublished(state, body);
  state.published.set(id, withoutArticle(published, indexSchema.safeParse(body).data?.index ?? -1));
  state.note('freepublish/delete', keyOf(published.articles, id));
  return { errcode: 0, errmsg: 'ok' };
};

export const listArticles = (state: State, body: unknown) => {
  const page = pageSchema.safeParse(body);
  if (!page.success) throw new ApiError(47001);
  const { offset, count, no_content } = page.data;
  const { listedAfterMs } = state.switches();
  const all = state.published
    .entries()
    .filter(
      ([, { deleted, publishedAt, msgId }]) =>
        !deleted && msgId === undefined && publishedAt + listedAfterMs <= state.now(),
    )
    .toReversed();
  const item = all.slice(offset, offset + count).map(([id, published]) => ({
    article_id: id,
    content: { news_item: newsOf(state, id, published, no_content === 0) },
    update_time: Math.floor(published.publishedAt / 1_000),
  }));
  return { total_count: all.length, item_count: item.length, item };
};
