import { createAbsolute } from './absolute.ts';
import type { PageImage, PageLink } from '../page.ts';

type Attributes = Readonly<Record<string, string>>;

/** Lazy loaders keep the true address beside a grey dot in `src`. */
const IMAGE_SOURCES = ['data-src', 'data-original', 'data-lazy-src', 'data-url', '_src', 'src'];
const META_NAMES = ['name', 'property', 'itemprop'];
const SCRIPTED = /^\s*javascript:/i;

const pick = (attributes: Attributes, names: readonly string[]): string | undefined =>
  names.map((name) => attributes[name]?.trim()).find((value) => value !== undefined && value !== '');

/** What a page carries beside its text. */
export interface Finds {
  /** Tags that count wherever they stand. */
  tag(tag: string, attributes: Attributes): void;
  image(attributes: Attributes, at: number): void;
  openLink(attributes: Attributes): void;
  closeLink(): void;
  isInLink(): boolean;
  text(text: string): void;
  all(): { metas: Record<string, string[]>; images: PageImage[]; links: PageLink[] };
}

export const createFinds = (url: string): Finds => {
  const metas = Object.create(null) as Record<string, string[]>;
  const images: PageImage[] = [];
  const links: PageLink[] = [];
  let absolute = createAbsolute(url);
  let link: { readonly href: string; readonly texts: string[] } | null = null;
  const closeLink = (): void => {
    const address = link === null || SCRIPTED.test(link.href) ? null : absolute(link.href);
    if (link !== null && address !== null) links.push({ url: address, text: link.texts.join('').trim() });
    link = null;
  };
  return {
    tag: (tag, attributes) => {
      const base = tag === 'base' && attributes['href'] ? absolute(attributes['href']) : null;
      if (base !== null) absolute = createAbsolute(base);
      const name = tag === 'meta' ? pick(attributes, META_NAMES)?.toLowerCase() : undefined;
      if (name !== undefined) (metas[name] ??= []).push(attributes['content'] ?? '');
    },
    image: (attributes, at) => {
      const source = pick(attributes, IMAGE_SOURCES);
      const address = source === undefined || source.startsWith('data:') ? null : absolute(source);
      if (address !== null) images.push({ url: address, alt: attributes['alt'] ?? '', at });
    },
    openLink: (attributes) => {
      closeLink();
      if (attributes['href'] !== undefined) link = { href: attributes['href'], texts: [] };
    },
    closeLink,
    isInLink: () => link !== null,
    text: (text) => link?.texts.push(text),
    all: () => ({ metas, images, links }),
  };
};
