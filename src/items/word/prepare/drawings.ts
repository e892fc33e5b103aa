import type { Tree } from '../prepare.ts';
import { child, children, descendants, textOf, type XmlElement } from '../xml.ts';

/** Inner ones first, so that what is moved or replaced is final. */
const innerFirst = (root: XmlElement, name: string): XmlElement[] => descendants(root, name).toReversed();
const has = (element: XmlElement | undefined, ...names: readonly string[]): boolean =>
  element !== undefined && descendants(element).some(({ name }) => names.includes(name));

/** Word writes new drawings twice: the first choice has their text and pictures; the fallback a picture of what is left. */
const chooseAlternatives = ({ $, root }: Tree): void => {
  for (const element of innerFirst(root, 'mc:AlternateContent')) {
    const [choice, fallback] = [child(element, 'mc:Choice'), child(element, 'mc:Fallback')];
    const chosen = fallback && !has(choice, 'w:txbxContent', 'pic:pic', 'w:t') ? fallback : choice;
    $(element).replaceWith($(children(chosen)));
  }
};

/** The text of a box stands after the paragraph it is anchored in. */
const moveTextBoxes = (tree: Tree): void => {
  const { $, root, tell } = tree;
  for (const box of innerFirst(root, 'w:txbxContent')) {
    const text = textOf(box).trim();
    if (text !== '') tell('text-box', box, { text });
    $(box)
      .closest('w\\:p')
      .after($(children(box)));
    $(box).remove();
  }
};

const relationOf = ({ source }: Tree, id: string | undefined) => source.relations.find((each) => each.id === id);

/** Pictures whose bytes are not in the file: nothing is ever fetched. */
const dropAbsentImages = (tree: Tree): void => {
  const { $, root, source, tell } = tree;
  for (const blip of [...descendants(root, 'a:blip'), ...descendants(root, 'v:imagedata')]) {
    const embedded = relationOf(tree, blip.attribs['r:embed'] ?? blip.attribs['r:id']);
    if (embedded && !embedded.external && source.parts.has(embedded.target)) continue;
    const linked = embedded ?? relationOf(tree, blip.attribs['r:link'] ?? blip.attribs['r:href']);
    if (linked?.external) tell('external-image', blip, { src: linked.target });
    else tell('missing-image', blip);
    $(blip).remove();
  }
};

const tellOthers = ({ root, tell }: Tree): void => {
  for (const element of descendants(root)) {
    const { name, attribs } = element;
    if (['c:chart', 'cx:chart', 'dgm:relIds'].includes(name)) tell('chart', element);
    if (name === 'v:textpath' && attribs.string) tell('word-art', element, { text: attribs.string });
    if (['wpg:wgp', 'wpc:wpc'].includes(name) && has(element, 'pic:pic')) tell('drawn-group', element);
  }
};

const dropObjects = ({ $, root, tell }: Tree): void => {
  for (const object of descendants(root, 'w:object')) {
    tell('object', object);
    $(object).remove();
  }
};

export const prepareDrawings = (tree: Tree): void => {
  chooseAlternatives(tree);
  moveTextBoxes(tree);
  dropObjects(tree);
  tellOthers(tree);
  dropAbsentImages(tree);
};
