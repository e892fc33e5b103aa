import type { Tree } from '../prepare.ts';
import { child, descendants, textOf, type XmlElement } from '../xml.ts';

/** `w:ins` and `w:del` inside properties mark the paragraph or row itself, not text. */
const isMark = ({ parent }: XmlElement): boolean =>
  parent !== null && 'attribs' in parent && ['w:rPr', 'w:trPr', 'w:tcPr'].includes(parent.name);

const named = (root: XmlElement, ...names: readonly string[]): XmlElement[] =>
  descendants(root).filter((element) => names.includes(element.name) && !isMark(element));

/** Revisions nobody has accepted: what was added is taken, what was deleted is not, and both are told. */
export const prepareRevisions = ({ $, root, tell }: Tree): void => {
  const deletedRows = descendants(root, 'w:tr').filter((row) => child(child(row, 'w:trPr'), 'w:del'));
  for (const element of [...deletedRows, ...named(root, 'w:del', 'w:moveFrom')]) {
    const text = textOf(element).trim();
    if (text !== '') tell('deletion', element, { text });
    $(element).remove();
  }
  for (const element of named(root, 'w:ins', 'w:moveTo')) {
    const text = textOf(element).trim();
    if (text !== '') tell('insertion', element, { text });
  }
};
