import { z } from 'zod';
import { measure } from '../../../src/core/text.ts';
import { ApiError } from './errors.ts';
import { filterContent } from './filter.ts';
import { keyOf, randomId, type Article, type Draft, type State } from './state.ts';

const flag = z.union([z.literal(0), z.literal(1)]).default(0);
const articleSchema = z.looseObject({
  article_type: z.literal('news').default('news'),
  title: z.string().min(1),
  author: z.string().default(''),
  digest: z.string().default(''),
  content: z.string().min(1),
  content_source_url: z.string().default(''),
  thumb_media_id: z.string().default(''),
  need_open_comment: flag,
  only_fans_can_comment: flag,
});
const addSchema = z.object({ articles: z.array(articleSchema).min(1).max(8) });
const updateSchema = z.object({ media_id: z.string(), index: z.int().min(0), articles: articleSchema });
export const mediaSchema = z.object({ media_id: z.string() });
export const pageSchema = z.object({
  offset: z.int().min(0),
  count: z.int().min(1).max(20),
  no_content: z.union([z.literal(0), z.literal(1)]).default(0),
});

/** The limits of the draft page, each with the error it answers. */
const checkSizes = (article: z.infer<typeof articleSchema>): void => {
  const points = (text: string): number => measure(text, 'codepoint');
  const rules: readonly (readonly [broken: boolean, errcode: number])[] = [
    [points(article.title) > 32, 45003],
    [points(article.author) > 16, 45110],
    [points(article.digest) > 128, 45004],
    [points(article.content) >= 20_000 || measure(article.content, 'byte') >= 1_000_000, 45002],
    [measure(article.content_source_url, 'byte') > 1_024, 45005],
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  if (broken) throw new ApiError(broken[1]);
};

const plainText = (html: string): string => html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');

const store = (state: State, article: z.infer<typeof articleSchema>): Article => {
  checkSizes(article);
  if (!state.pictures.get(article.thumb_media_id)?.material) throw new ApiError(40007);
  const content = filterContent(state, article.content);
  const { title, author, content_source_url, thumb_media_id, need_open_comment, only_fans_can_comment } = article;
  const digest = article.digest || Array.from(plainText(content)).slice(0, 54).join('');
  const comments = { need_open_comment, only_fans_can_comment };
  return { title, author, digest, content, content_source_url, thumb_media_id, ...comments };
};

export const addDraft = (state: State, body: unknown) => {
  const parsed = addSchema.safeParse(body);
  if (!parsed.success) throw new ApiError(47001);
  const articles = parsed.data.articles.map((article) => store(state, article));
  const mediaId = randomId(48);
  state.drafts.set(mediaId, { articles, updatedAt: state.now() });
  state.note('draft/add', keyOf(articles, mediaId));
  return { media_id: mediaId };
};

export const findDraft = (state: State, body: unknown): [string, Draft] => {
  const { media_id: mediaId } = mediaSchema.catch({ media_id: '' }).parse(body);
  const draft = state.drafts.get(mediaId);
  if (!draft) throw new ApiError(40007);
  return [mediaId, draft];
};

/** Replaces one article of a draft, named by its place from 0 on. */
export const updateDraft = (state: State, body: unknown) => {
  const parsed = updateSchema.safeParse(body);
  if (!parsed.success) throw new ApiError(47001);
  const { index, articles: article } = parsed.data;
  const [mediaId, { articles }] = findDraft(state, parsed.data);
  if (!articles[index]) throw new ApiError(40114);
  const changed = articles.with(index, store(state, article));
  state.drafts.set(mediaId, { articles: changed, updatedAt: state.now() });
  state.note('draft/update', keyOf(changed, mediaId));
  return { errcode: 0, errmsg: 'ok' };
};

/** An article as lists and getters tell it. */
export const tell = (article: Article, more: Readonly<Record<string, unknown>>, withContent = true) => ({
  ...article,
  content: withContent ? article.content : '',
  show_cover_pic: 0,
  ...more,
});

const preview = ({ options }: State, mediaId: string): string => `${options.base}/s?tempkey=${mediaId}`;

export const getDraft = (state: State, body: unknown) => {
  const [mediaId, { articles }] = findDraft(state, body);
  return { news_item: articles.map((article) => tell(article, { url: preview(state, mediaId) })) };
};

export const deleteDraft = (state: State, body: unknown) => {
  const [mediaId, { articles }] = findDraft(state, body);
  state.drafts.delete(mediaId);
  state.note('draft/delete', keyOf(articles, mediaId));
  return { errcode: 0, errmsg: 'ok' };
};

export const listDrafts = (state: State, body: unknown) => {
  const page = pageSchema.safeParse(body);
  if (!page.success) throw new ApiError(47001);
  const { offset, count, no_content } = page.data;
  const all = state.drafts.entries().toReversed();
  const item = all.slice(offset, offset + count).map(([mediaId, { articles, updatedAt }]) => ({
    media_id: mediaId,
    content: {
      news_item: articles.map((article) => tell(article, { url: preview(state, mediaId) }, no_content === 0)),
    },
    update_time: Math.floor(updatedAt / 1_000),
  }));
  return { total_count: all.length, item_count: item.length, item };
};
