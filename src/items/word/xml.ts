import { load, type CheerioAPI } from 'cheerio';
import { BadWord, WORD_LIMITS } from './bad-word.ts';

export type XmlNode = ReturnType<CheerioAPI['root']>[number]['children'][number];
export type XmlElement = Extract<XmlNode, { attribs: unknown }>;

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(!)|<(\/?)([^\s/>"'=<]+)(?:[^"'<>]|"[^"<]*"|'[^'<]*')*?(\/?)>|(<)/g;

/**
 * Holds the XML of a part to what the readers after it can bear: well nested (a lenient reader would lose text without a
 * word), no DTD (ISO/IEC 29500-2 forbids it; entities can explode), not too deep, not too many paragraphs.
 * @throws BadWord
 */
const checkXml = (xml: string): void => {
  const open: string[] = [];
  let paragraphs = 0;
  for (const [, declaration, close, name, empty, stray] of xml.matchAll(TOKEN)) {
    if (declaration || stray) throw new BadWord('corrupt');
    if (name === undefined) continue;
    if (name === 'w:p' && close === '') paragraphs += 1;
    if (close) {
      if (open.pop() !== name) throw new BadWord('corrupt');
    } else if (!empty) open.push(name);
    if (open.length > WORD_LIMITS.depth || paragraphs > WORD_LIMITS.paragraphs) throw new BadWord('too-complex');
  }
  if (open.length > 0) throw new BadWord('corrupt');
};

const decode = (bytes: Uint8Array): string => {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new BadWord('corrupt', error);
  }
};

/** A part as a tree that writes the same text back; entities stay as they are written. */
export const parseXml = (bytes: Uint8Array): CheerioAPI => {
  const xml = decode(bytes);
  checkXml(xml);
  return load(xml, { xml: { decodeEntities: false } });
};

export const isElement = (node: XmlNode): node is XmlElement => 'attribs' in node;
/** All elements of a name in a part. */
export const elementsOf = ($: CheerioAPI | null | undefined, name: string): XmlElement[] =>
  $?.(name.replace(':', '\\:')).toArray().filter(isElement) ?? [];
export const children = (element: XmlElement | undefined): XmlElement[] => element?.children.filter(isElement) ?? [];
export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  children(element).find((each) => each.name === name);
export const value = (element: XmlElement | undefined): string | undefined => element?.attribs['w:val'];
/** A property that is on when it is there (ISO/IEC 29500-1, 17.17.4 ST_OnOff). */
export const isOn = (element: XmlElement | undefined): boolean =>
  element !== undefined && !['0', 'false', 'off', 'none'].includes(value(element) ?? '1');

/** All elements below, in reading order. */
export const descendants = (element: XmlElement, name?: string): XmlElement[] =>
  children(element).flatMap((each) => [
    ...(name === undefined || each.name === name ? [each] : []),
    ...descendants(each, name),
  ]);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex: string, decimal: string, name: string) => {
    if (name) return ENTITIES[name] ?? whole;
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });

const TEXT_NAMES = ['w:t', 'w:delText', 'm:t', 'a:t'];
/** What a person reads below: deleted text too, field codes not. */
export const textOf = (element: XmlElement): string => {
  if (element.name === 'w:tab') return ' ';
  if (!TEXT_NAMES.includes(element.name)) return children(element).map(textOf).join('');
  return unescapeXml(element.children.map((node) => ('data' in node ? node.data : '')).join(''));
};
