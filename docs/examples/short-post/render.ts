import type { Manuscript, Rendition, Settings } from '../../../adapters/contract.ts';
import { readHtml } from '../../../adapters/kit/html-text.ts';
import { titleWithin } from '../../../adapters/kit/title.ts';
import type { Content } from '../../../src/core/content.ts';
import { measure, truncate } from '../../../src/core/text.ts';
import { limits } from './limits.ts';
import { linkOf } from './link.ts';
import type { ShortPostSetting } from './settings.ts';

export interface ShortPost extends Rendition {
  readonly link: string;
}

const within = (text: string, max: number): string =>
  measure(text, 'width') <= max ? text : `${truncate(text, max - measure('…', 'width'), 'width')}…`;

const teaserOf = ({ summary, body }: Content): string => (summary ?? readHtml(body)).replaceAll('\n', ' ');

/** The title on a line of its own, then as much as fits. What does not fit is a click away: that is what the link is for. */
export const render = (manuscript: Manuscript, { origin }: Settings<ShortPostSetting>): ShortPost => {
  const { itemId, revision, content } = manuscript;
  const title = titleWithin(content, limits.title);
  const head = `【${title}】\n`;
  const text = head + within(teaserOf(content), limits.body.max - measure(head, 'width'));
  return { itemId, revision, title, body: text, text, images: [], link: linkOf(origin, { itemId, revision }) };
};
