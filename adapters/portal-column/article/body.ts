import type { AssetInfo } from '../../contract.ts';
import { escapeHtml, safe, type Safe } from '../../kit/html.ts';
import { assetFile, FROM_ARTICLE } from '../paths.ts';

type Assets = Readonly<Record<string, AssetInfo>>;

interface Scope {
  readonly assets: Assets;
  /** Level of the last heading on the page: the next may go one deeper, no more. */
  heading: number;
  /** Levels as written, for the closing tags. */
  readonly open: number[];
  inHead: boolean;
}

const image = (attributes: string, { assets }: Scope): string => {
  const asset = assets[/src="asset:(\w+)"/.exec(attributes)?.[1] ?? ''];
  const alt = /alt="[^"]*"/.exec(attributes)?.[0] ?? 'alt=""';
  if (!asset) return '';
  const size = asset.width && asset.height ? ` width="${asset.width}" height="${asset.height}"` : '';
  return `<img src="${FROM_ARTICLE}assets/${assetFile(asset)}" ${alt}${size} loading="lazy">`;
};

const heading = (tag: string, attributes: string, scope: Scope): string => {
  const level = Math.min(Number(tag[1]), scope.heading + 1);
  scope.heading = level;
  scope.open.push(level);
  return `<h${level}${attributes}>`;
};

/** 互联网政务应用安全管理规定 asks that leaving for a site of no public body is said; CSS writes the words. */
export const isOutside = (href: string): boolean => {
  const host = /^https?:\/\/([^/:?#]+)/.exec(href)?.[1];
  return host !== undefined && !host.endsWith('.gov.cn');
};

const link = (attributes: string): string => {
  const href = /^ href="([^"]*)"/.exec(attributes)?.[1] ?? '';
  return isOutside(href) ? `<a class="outside" rel="noopener noreferrer"${attributes}>` : `<a${attributes}>`;
};

const headCell = (attributes: string, { inHead }: Scope): string =>
  attributes.includes('scope=') ? `<th${attributes}>` : `<th scope="${inHead ? 'col' : 'row'}"${attributes}>`;

const OPENERS: Readonly<Record<string, (attributes: string, scope: Scope, tag: string) => string>> = {
  img: image,
  a: link,
  th: headCell,
  h2: (attributes, scope, tag) => heading(tag, attributes, scope),
  h3: (attributes, scope, tag) => heading(tag, attributes, scope),
  h4: (attributes, scope, tag) => heading(tag, attributes, scope),
  table: () => '<div class="scroll" role="region" aria-label="表格，可左右滚动" tabindex="0"><table>',
  thead: (_, scope) => {
    scope.inHead = true;
    return '<thead>';
  },
};
const CLOSERS: Readonly<Record<string, (scope: Scope) => string>> = {
  table: () => '</table></div>',
  h2: ({ open }) => `</h${open.pop()}>`,
  h3: ({ open }) => `</h${open.pop()}>`,
  h4: ({ open }) => `</h${open.pop()}>`,
  thead: (scope) => {
    scope.inHead = false;
    return '</thead>';
  },
};

/**
 * A clean body (`docs/html-subset.md`) as it stands on the page: images where they are stored, headings without a gap
 * below the `h1`, wide tables in a box that scrolls. One pass: in that subset a `>` inside a tag is always `&gt;`.
 */
export const writeBody = (html: string, assets: Assets): Safe => {
  const scope: Scope = { assets, heading: 1, open: [], inHead: false };
  return safe(
    html.replace(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g, (tag, slash: string, name: string, attributes: string) =>
      slash ? (CLOSERS[name]?.(scope) ?? tag) : (OPENERS[name]?.(attributes, scope, name) ?? tag),
    ),
  );
};

/** Text of several lines as one run with line breaks. */
export const writeLines = (text: string): Safe => safe(text.split('\n').map(escapeHtml).join('<br>'));
