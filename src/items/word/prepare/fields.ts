import type { Tree } from '../prepare.ts';
import { child, children, descendants, textOf, type XmlElement } from '../xml.ts';

/** Fields whose result a reader takes as plain text: links, page numbers, tables of contents, form fields. */
const QUIET = new Set(
  'HYPERLINK PAGE NUMPAGES PAGEREF SECTIONPAGES TOC TC XE REF NOTEREF FORMTEXT FORMCHECKBOX SEQ'.split(' '),
);

const codeOf = (instruction: string): string => /[A-Za-z]+/.exec(instruction)?.[0].toUpperCase() ?? '';
const rawText = (element: XmlElement): string =>
  element.children.map((node) => ('data' in node ? node.data : '')).join('');

const tellField = ({ tell }: Tree, at: XmlElement, instruction: string): void => {
  const name = codeOf(instruction);
  if (name === 'EQ') tell('equation', at, { text: instruction.trim() });
  else if (name !== '' && !QUIET.has(name)) tell('field', at, { name });
};

/** The names of complex fields may be cut into several runs; the field begins where its first piece stands. */
const tellComplexFields = (tree: Tree): void => {
  let [instruction, at] = ['', null as XmlElement | null];
  const end = (): void => {
    if (at) tellField(tree, at, instruction);
    [instruction, at] = ['', null];
  };
  for (const element of descendants(tree.root)) {
    if (element.name === 'w:fldChar') end();
    if (element.name !== 'w:instrText') continue;
    at ??= element;
    instruction += rawText(element);
  }
  end();
};

const unwrap = ({ $ }: Tree, element: XmlElement, inner: XmlElement | undefined = element): void => {
  $(element).replaceWith($(children(inner).filter(({ name }) => !name.endsWith('Pr'))));
};

/** What the converter does not know, and whose text stands inside: its content takes its place. */
export const prepareFields = (tree: Tree): void => {
  const { $, root, tell } = tree;
  tellComplexFields(tree);
  for (const element of descendants(root).toReversed()) {
    if (element.name === 'w:fldSimple') {
      tellField(tree, element, element.attribs['w:instr'] ?? '');
      unwrap(tree, element);
    }
    if (element.name === 'w:dir' || element.name === 'w:bdo') unwrap(tree, element);
    if (element.name === 'w:ruby') {
      const base = child(element, 'w:rubyBase');
      if (base) tell('ruby', element, { text: textOf(base) });
      unwrap(tree, element, base);
    }
    if (
      element.name === 'm:oMathPara' ||
      (element.name === 'm:oMath' && $(element).closest('m\\:oMathPara').length === 0)
    ) {
      tell('equation', element, { text: textOf(element) });
      $(element).remove();
    }
    if (element.name === 'w:altChunk' || element.name === 'w:subDoc') tell('inserted-file', element);
  }
};
