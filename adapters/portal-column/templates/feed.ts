import { html as xml } from '../../kit/html.ts';
import type { Recent } from '../article/card.ts';
import { publicUrl, type Site } from '../settings.ts';

/** A feed without entries is as old as the site; any fixed instant will do. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** Atom 1.0 (RFC 4287) of the newest articles; an article's address never changes, so it is its id. */
export const writeFeed = (site: Site, recent: readonly Recent[]): string =>
  xml`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<id>${publicUrl(site, '')}</id>
<title>${site.siteName}</title>
<updated>${recent.reduce((last, { card }) => (card.revisedAt > last ? card.revisedAt : last), NEVER)}</updated>
<link rel="self" type="application/atom+xml" href="${publicUrl(site, 'feed.xml')}"/>
<link rel="alternate" type="text/html" href="${publicUrl(site, '')}"/>
<author><name>${site.organizer}</name></author>
${recent.map(
  ({ card, path }) => xml`<entry>
<id>${publicUrl(site, path)}</id>
<title>${card.title}</title>
<link rel="alternate" type="text/html" href="${publicUrl(site, path)}"/>
<published>${card.publishedAt}</published>
<updated>${card.revisedAt}</updated>
<author><name>${card.source}</name></author>
<category term="${card.column.name}"/>
<summary>${card.summary || card.title}</summary>
</entry>
`,
)}</feed>
`.markup;
