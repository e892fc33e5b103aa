import type { CheerioAPI } from 'cheerio';
import { NUMBER_FORMATS } from './numerals.ts';
import { child, children, elementsOf, value, type XmlElement } from './xml.ts';

interface Level {
  readonly start: number;
  readonly format: string;
  /** `%1` stands for the count of level 1. */
  readonly pattern: string;
  readonly gap: string;
  readonly style: string | undefined;
}
interface Place {
  readonly numId: string;
  readonly level: number;
}
/** The number Word prints before a paragraph; `format` where we do not know how it counts. */
export interface Label {
  readonly text: string;
  readonly unknownFormat?: string;
}

const NO_LEVEL = 9;

const readLevel = (element: XmlElement): Level => {
  const pattern = value(child(element, 'w:lvlText')) ?? '';
  const asked = value(child(element, 'w:suff')) ?? 'tab';
  return {
    start: Number(value(child(element, 'w:start')) ?? 1),
    format: value(child(element, 'w:numFmt')) ?? 'decimal',
    pattern,
    // Word sets a tab after the number; after Chinese punctuation that is only layout.
    gap: asked === 'nothing' || /[、）．。：]$/.test(pattern) ? '' : ' ',
    style: value(child(element, 'w:pStyle')),
  };
};

const readLevels = (element: XmlElement): Map<number, Level> =>
  new Map(
    children(element)
      .filter(({ name }) => name === 'w:lvl')
      .map((level) => [Number(level.attribs['w:ilvl'] ?? 0), readLevel(level)]),
  );

const byId = (elements: readonly XmlElement[], attribute: string): Map<string, XmlElement> =>
  new Map(elements.map((element) => [element.attribs[attribute] ?? '', element]));

const placeIn = (properties: XmlElement | undefined): Partial<Place> => {
  const numbered = child(properties, 'w:numPr');
  const numId = value(child(numbered, 'w:numId'));
  const level = value(child(numbered, 'w:ilvl'));
  return { ...(numId === undefined ? {} : { numId }), ...(level === undefined ? {} : { level: Number(level) }) };
};

const format = ({ pattern, gap, format: own }: Level, counts: readonly number[], levels: Map<number, Level>): Label => {
  const unknown = own in NUMBER_FORMATS ? {} : { unknownFormat: own };
  const text = pattern.replace(/%([1-9])/g, (_, digit: string) => {
    const index = Number(digit) - 1;
    const write = NUMBER_FORMATS[levels.get(index)?.format ?? 'decimal'] ?? String;
    return write(counts[index] ?? levels.get(index)?.start ?? 1);
  });
  return { text: text === '' ? '' : text + gap, ...unknown };
};

/**
 * Counts the automatic numbers of a document as Word does, paragraph by paragraph in reading order. Without it 「一、」「（一）」
 * would be lost or become 1, 2: the converter knows only lists. Bullets are left to it (null).
 */
export const createNumberer = (numbering: CheerioAPI | undefined, styles: CheerioAPI | undefined) => {
  const abstracts = byId(elementsOf(numbering, 'w:abstractNum'), 'w:abstractNumId');
  const nums = byId(elementsOf(numbering, 'w:num'), 'w:numId');
  const styleById = byId(elementsOf(styles, 'w:style'), 'w:styleId');
  const counts = new Map<string, number[]>();
  const started = new Set<string>();

  const abstractOf = (numId: string, hops = 0): { id: string; levels: Map<number, Level> } | null => {
    const id = value(child(nums.get(numId), 'w:abstractNumId')) ?? '';
    const abstract = abstracts.get(id);
    if (!abstract || hops > 3) return null;
    const link = value(child(abstract, 'w:numStyleLink'));
    if (link === undefined) return { id, levels: readLevels(abstract) };
    return abstractOf(placeIn(child(styleById.get(link), 'w:pPr')).numId ?? '', hops + 1);
  };

  const stylePlace = (styleId: string | undefined, hops = 0): Partial<Place> => {
    const style = styleId === undefined || hops > 10 ? undefined : styleById.get(styleId);
    if (!style) return {};
    const own = placeIn(child(style, 'w:pPr'));
    return own.numId === undefined ? { ...stylePlace(value(child(style, 'w:basedOn')), hops + 1), ...own } : own;
  };

  const overrideOf = (numId: string, level: number): XmlElement | undefined =>
    children(nums.get(numId)).find(
      ({ name, attribs }) => name === 'w:lvlOverride' && Number(attribs['w:ilvl'] ?? 0) === level,
    );

  const next = ({ numId, level }: Place, id: string, start: number): number[] => {
    const row = counts.get(id) ?? [];
    const override = child(overrideOf(numId, level), 'w:startOverride');
    const restart = override !== undefined && !started.has(`${numId}.${level}`);
    started.add(`${numId}.${level}`);
    const before = row[level];
    row[level] = restart ? Number(value(override) ?? 1) : before === undefined ? start : before + 1;
    row.length = level + 1;
    counts.set(id, row);
    return row;
  };

  return (paragraph: XmlElement): Label | null => {
    const properties = child(paragraph, 'w:pPr');
    const styleId = value(child(properties, 'w:pStyle'));
    const place = { ...stylePlace(styleId), ...placeIn(properties) };
    const abstract = place.numId === undefined || place.numId === '0' ? null : abstractOf(place.numId);
    if (!abstract || place.numId === undefined) return null;
    const ofStyle = [...abstract.levels].find(([, { style }]) => style !== undefined && style === styleId)?.[0];
    const at = { numId: place.numId, level: Math.min(place.level ?? ofStyle ?? 0, NO_LEVEL) };
    const own = child(overrideOf(at.numId, at.level), 'w:lvl');
    const level = own ? readLevel(own) : abstract.levels.get(at.level);
    if (!level || level.format === 'bullet') return null;
    return format(level, next(at, abstract.id, level.start), abstract.levels);
  };
};
