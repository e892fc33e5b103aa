import { createNumberer, type Label } from '../numbering.ts';
import type { Tree } from '../prepare.ts';
import { escapeText } from '../../html/inline.ts';
import { styleIdOf, type Look } from '../styles.ts';
import { child, descendants, type XmlElement } from '../xml.ts';

const ensureProperties = ({ $ }: Tree, paragraph: XmlElement): XmlElement | undefined => {
  if (!child(paragraph, 'w:pPr')) $(paragraph).prepend('<w:pPr/>');
  return child(paragraph, 'w:pPr');
};

const setLook = (tree: Tree, paragraph: XmlElement, look: Look): void => {
  const { $ } = tree;
  const properties = ensureProperties(tree, paragraph);
  if (!properties) return;
  $(properties).children('w\\:pStyle, w\\:numPr').remove();
  $(properties).prepend(`<w:pStyle w:val="${styleIdOf(look)}"/>`);
};

const setLabel = (tree: Tree, paragraph: XmlElement, { text }: Label): void => {
  const properties = ensureProperties(tree, paragraph);
  const run = `<w:r><w:t xml:space="preserve">${escapeText(text)}</w:t></w:r>`;
  if (properties) tree.$(properties).after(run);
};

/** Spells out automatic numbers and gives every paragraph the style that says what it is to readers. */
export const prepareNumbers = (tree: Tree): void => {
  const { source, styles, root, tell } = tree;
  const part = (type: string) => source.read(source.find(type) ?? '') ?? undefined;
  const next = createNumberer(part('numbering'), part('styles'));
  const labels: string[] = [];
  const unknown = new Set<string>();
  for (const paragraph of descendants(root, 'w:p')) {
    const label = next(paragraph);
    const look = styles.lookOf(paragraph);
    const isBullet = label === null && child(child(paragraph, 'w:pPr'), 'w:numPr') !== undefined;
    if (!isBullet && (label !== null || look.tag !== 'p' || look.align !== '')) setLook(tree, paragraph, look);
    if (!label) continue;
    if (label.text !== '') setLabel(tree, paragraph, label);
    labels.push(label.text.trim());
    if (label.unknownFormat !== undefined) unknown.add(label.unknownFormat);
  }
  const shown = labels.filter(Boolean);
  if (shown.length > 0) tell('auto-number', root, { labels: shown.join(' ') });
  for (const format of unknown) tell('number-format', root, { format });
};
