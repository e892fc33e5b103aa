import { readFileSync } from 'node:fs';
import { FROM_ARTICLE } from './paths.ts';
import type { PortalRendition } from './render.ts';
import { readSite, type PortalSettings } from './settings.ts';
import { writeArticlePage } from './templates/article.ts';

/** Without its drawn background, which a preview may not load. */
const STYLE = readFileSync(new URL('./templates/site.css', import.meta.url), 'utf8').replace(
  /url\("data:[^"]*"\)/g,
  'none',
);

/** What the page loads or leads to besides its pictures; in a preview none of it exists. */
const ELSEWHERE = /<script\b[^>]*><\/script>|<link\b[^>]*>|<img src="[^"]*\/site\.svg"[^>]*>/g;

/** The page as it would be written, its style inside; the lists and links around it come when it is published. */
export const preview = (rendition: PortalRendition, settings: PortalSettings): string => {
  const { card, path, body, files } = rendition;
  const page = writeArticlePage({ ...readSite(settings), counter: '' }, { card, path, article: body, related: [] });
  const own = files.reduce(
    (html, { asset, file }) => html.replaceAll(`src="${FROM_ARTICLE}assets/${file}"`, `src="asset:${asset}"`),
    page.replace(ELSEWHERE, ''),
  );
  return own.replace('</head>', () => `<style>${STYLE}</style></head>`);
};
