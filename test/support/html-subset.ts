import { load } from 'cheerio';
import { cleanHtml } from '../../src/items/clean-html.ts';
import { ASSET } from '../fixtures/hostile-html.ts';

export { ATTACKS } from '../fixtures/hostile-html.ts';
const clean = (html: string): string => cleanHtml(html, 'body').html;

const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  p: ['data-align'],
  h2: ['data-align'],
  h3: ['data-align'],
  h4: ['data-align'],
  a: ['href'],
  img: ['src', 'alt'],
  ol: ['start'],
  td: ['colspan', 'rowspan', 'data-align'],
  th: ['colspan', 'rowspan', 'scope', 'data-align'],
};
export const TAGS =
  'p h2 h3 h4 a img ol td th br strong em sub sup blockquote ul li table thead tbody tfoot tr caption figure figcaption hr pre code'.split(
    ' ',
  );

const isStrange = (name: string, attributes: readonly string[]): boolean =>
  !TAGS.includes(name) || attributes.some((attribute) => !(ATTRIBUTES[name] ?? []).includes(attribute));

/** What is wrong with the output of `cleanHtml`, as a browser would read it: nothing, ever. */
export const faultsOf = (raw: string): string[] => {
  const once = clean(raw);
  const $ = load(`<!DOCTYPE html><body>${once}`);
  const all = $('body *').toArray();
  const faults: readonly (readonly [string, boolean])[] = [
    ['another result when cleaned twice', clean(once) !== once],
    ['not NFC', once !== once.normalize('NFC')],
    ['outside the subset', all.some(({ name, attribs }) => isStrange(name, Object.keys(attribs)))],
    [
      'link to elsewhere',
      all.some(({ name, attribs }) => name === 'a' && !/^(?:https?|mailto|tel):/.test(attribs.href ?? '')),
    ],
    ['foreign image', all.some(({ name, attribs }) => name === 'img' && attribs.src !== ASSET)],
    ['comment', once.includes('<!')],
  ];
  return faults.flatMap(([fault, found]) => (found ? [fault] : []));
};
