import type { WordPackage } from './package.ts';
import type { Prepared } from './prepare.ts';

/** The file as the converter sees it: only parts that were checked. */
export const fileOf = (source: WordPackage, { changed }: Prepared) => {
  const shown = new Set(['[Content_Types].xml', source.find('styles'), source.find('numbering'), ...changed.keys()]);
  const isKnown = (name: string): boolean => source.parts.has(name) && (shown.has(name) || !name.endsWith('.xml'));
  const bytesOf = (name: string): Buffer => {
    const text = changed.get(name);
    if (text !== undefined) return Buffer.from(text);
    if (/\.(?:xml|rels)$/.test(name)) return Buffer.from(source.read(name)?.xml() ?? '');
    return source.parts.get(name) ?? Buffer.alloc(0);
  };
  return {
    exists: isKnown,
    read: async (name: string, encoding?: string) => {
      const bytes = bytesOf(name);
      if (encoding === 'base64') return bytes.toString('base64');
      return encoding === undefined ? bytes : new TextDecoder(encoding).decode(bytes);
    },
  };
};
