import { z } from 'zod';
import type { State } from './state.ts';

const handSchema = z.object({
  /** `/s/<page>`. */
  page: z.string(),
  delete: z.boolean().default(false),
  /** In title and body. */
  replace: z.object({ from: z.string().min(1), to: z.string() }).optional(),
  /** Milliseconds by which the publication becomes older. */
  age: z.number().min(0).default(0),
});

/** The store may hold a character by its number; an editor sees the character. Markup's own stay as they are. */
const asSeen = (html: string): string =>
  html.replace(/&#x([0-9a-f]{3,6});/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

/** What somebody with the account's password does on the platform's website. False: nothing there is changed by it. */
export const changeByHand = (state: State, body: unknown): boolean => {
  const { page, replace, age, delete: gone } = handSchema.parse(body);
  const [id, published] = state.published.entries().find(([, { pages }]) => pages.includes(page)) ?? [];
  if (id === undefined || !published) return false;
  const edit = (text: string): string =>
    replace && asSeen(text).includes(replace.from) ? asSeen(text).replaceAll(replace.from, replace.to) : text;
  const changed = {
    ...published,
    deleted: published.deleted || gone,
    publishedAt: published.publishedAt - age,
    articles: published.articles.map((article) => ({
      ...article,
      title: edit(article.title),
      content: edit(article.content),
    })),
  };
  if (JSON.stringify(changed) === JSON.stringify(published)) return false;
  state.published.set(id, changed);
  return true;
};
