import { parseHtml, readNodes } from '../../../adapters/kit/html-text.ts';

export interface PostPage {
  readonly title: string;
  readonly text: string;
  readonly links: readonly string[];
}

/** Null when the page is no post, so that a verification wall is never taken for one. */
export const readPage = (html: string): PostPage | null => {
  const $ = parseHtml(html);
  const post = $('article.status').first();
  if (post.length === 0) return null;
  const text = readNodes(post.toArray());
  const [, title = ''] = /^【(.*)】$/m.exec(text) ?? [];
  const links = post.find('a').toArray();
  return { title, text, links: links.flatMap((link) => $(link).attr('href') ?? []) };
};
