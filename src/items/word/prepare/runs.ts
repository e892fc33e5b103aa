import type { NoteCode } from '../notes.ts';
import type { Tree } from '../prepare.ts';
import { child, descendants, isOn, textOf, value, type XmlElement } from '../xml.ts';

interface Rule {
  readonly code: NoteCode;
  readonly holds: (run: XmlElement, tree: Tree) => boolean;
  /** Null: the run goes. Otherwise only these of its properties do. */
  readonly drops: readonly string[] | null;
}

const properties = (run: XmlElement): XmlElement | undefined => child(run, 'w:rPr');
const inLink = ({ $ }: Tree, run: XmlElement): boolean => $(run).closest('w\\:hyperlink').length > 0;

/** What the subset of HTML cannot say of a piece of text. */
const RULES: readonly Rule[] = [
  {
    code: 'hidden-text',
    holds: (run, { styles }) => {
      const own = child(properties(run), 'w:vanish');
      return own ? isOn(own) : styles.hides(run);
    },
    drops: null,
  },
  {
    code: 'strikethrough',
    holds: (run) => isOn(child(properties(run), 'w:strike')) || isOn(child(properties(run), 'w:dstrike')),
    drops: ['w:strike', 'w:dstrike'],
  },
  {
    code: 'underline',
    holds: (run, tree) => {
      const line = child(properties(run), 'w:u');
      return line !== undefined && (value(line) ?? 'none') !== 'none' && !inLink(tree, run);
    },
    drops: ['w:u'],
  },
];

const applyRule = (tree: Tree, { code, holds, drops }: Rule, paragraph: XmlElement): void => {
  const { $, tell } = tree;
  const runs = descendants(paragraph, 'w:r').filter(
    (run) => $(run).closest('w\\:p').get(0) === paragraph && holds(run, tree),
  );
  const text = runs.map(textOf).join('');
  if (text !== '') tell(code, paragraph, { text: text.trim() === '' ? '（空白）' : text });
  for (const run of runs) {
    if (drops === null) $(run).remove();
    else
      $(properties(run) ?? run)
        .children(drops.map((name) => name.replace(':', '\\:')).join(', '))
        .remove();
  }
};

export const prepareRuns = (tree: Tree): void => {
  for (const paragraph of descendants(tree.root, 'w:p')) for (const rule of RULES) applyRule(tree, rule, paragraph);
};
