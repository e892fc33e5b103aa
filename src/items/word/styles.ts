import type { CheerioAPI } from 'cheerio';
import { child, elementsOf, value, type XmlElement } from './xml.ts';

export type Tag = 'p' | 'h2' | 'h3' | 'h4';
export type Align = '' | 'center' | 'right';
/** What of a paragraph's looks survives: whether it is a heading, and where it stands. */
export interface Look {
  readonly tag: Tag;
  readonly align: Align;
}

export const LOOKS: readonly Look[] = (['p', 'h2', 'h3', 'h4'] as const).flatMap((tag) =>
  (['', 'center', 'right'] as const).map((align) => ({ tag, align })),
);
/** A style of our own for each look: what the converter goes by. */
export const styleIdOf = ({ tag, align }: Look): string => `yigao-${tag}-${align || 'start'}`;

export interface Styles {
  lookOf(paragraph: XmlElement): Look;
  /** Whether the character style of a run hides it. */
  hides(run: XmlElement): boolean;
}

/** Styles are based on one another; a circle must not hold us up. */
const MAX_CHAIN = 10;
const TAGS: readonly Tag[] = ['h2', 'h3'];
const ALIGNS: Readonly<Record<string, Align>> = { center: 'center', right: 'right', end: 'right' };
/** The names Word and WPS give, in English and Chinese; `Title` counts as the highest heading. */
const HEADING = /^(?:heading|标题)\s*([1-9])$/i;

const levelOf = (style: XmlElement): number | null => {
  const name = value(child(style, 'w:name')) ?? '';
  if (/^(?:title|标题)$/i.test(name)) return 0;
  const [, level] = HEADING.exec(name) ?? [];
  return level === undefined ? null : Number(level) - 1;
};

const outlineOf = (holder: XmlElement | undefined): number | null => {
  const level = value(child(child(holder, 'w:pPr'), 'w:outlineLvl'));
  return level !== undefined && /^[0-8]$/.test(level) ? Number(level) : null;
};
const alignIn = (holder: XmlElement | undefined): string | undefined => value(child(child(holder, 'w:pPr'), 'w:jc'));

export const readStyles = ($: CheerioAPI | null): Styles => {
  const byId = new Map(elementsOf($, 'w:style').map((style) => [style.attribs['w:styleId'] ?? '', style]));
  const chain = (id: string | undefined, hops = 0): XmlElement[] => {
    const style = id === undefined || hops >= MAX_CHAIN ? undefined : byId.get(id);
    return style ? [style, ...chain(value(child(style, 'w:basedOn')), hops + 1)] : [];
  };
  const first = <T>(values: readonly (T | null | undefined)[]): T | undefined =>
    values.find((each): each is T => each !== null && each !== undefined);
  return {
    lookOf: (paragraph) => {
      const styles = chain(value(child(child(paragraph, 'w:pPr'), 'w:pStyle')));
      const level = first([outlineOf(paragraph), ...styles.flatMap((style) => [levelOf(style), outlineOf(style)])]);
      const align = first([alignIn(paragraph), ...styles.map(alignIn)]);
      return { tag: level === undefined ? 'p' : (TAGS[level] ?? 'h4'), align: ALIGNS[align ?? ''] ?? '' };
    },
    hides: (run) =>
      chain(value(child(child(run, 'w:rPr'), 'w:rStyle'))).some((style) => child(child(style, 'w:rPr'), 'w:vanish')),
  };
};
