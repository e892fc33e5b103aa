import type { NoteKind } from '../../../items/word/notes.ts';
import type { FromWord } from '../../../items/drafts/create.ts';
import { fill } from '../words.ts';
import { text } from './text.ts';

export interface Imported extends Pick<FromWord, 'notes' | 'annexes'> {
  readonly fileName: string;
}

const KINDS: readonly (readonly [NoteKind, string])[] = [
  ['dropped', text.dropped],
  ['doubted', text.doubted],
  ['changed', text.changed],
];

/** Nothing of the file disappears or changes without standing here. */
export const WordNotes = ({ imported: { fileName, notes, annexes } }: { imported: Imported }) => (
  <section class="card word-notes" aria-labelledby="word-notes">
    <h2 id="word-notes">{fill(text.imported, { name: fileName })}</h2>
    <p class="soft">{notes.length === 0 ? text.importedNone : text.importedWhy}</p>
    {annexes.length > 0 && (
      <>
        <h3>{text.annexes}</h3>
        <ul>
          {annexes.map(({ label, title }) => (
            <li>{`${label}：${title}`}</li>
          ))}
        </ul>
      </>
    )}
    {KINDS.map(([kind, title]) => {
      const own = notes.filter((each) => each.kind === kind);
      if (own.length === 0) return null;
      return (
        <>
          <h3>{title}</h3>
          <ul>
            {own.map((each) => (
              <li>
                {each.text} <span class="soft">{each.where}</span>
              </li>
            ))}
          </ul>
        </>
      );
    })}
  </section>
);
