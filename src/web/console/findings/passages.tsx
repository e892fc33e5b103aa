import type { EvidenceDifference, EvidencePassage, FieldChange } from '../../../audits/evidence.ts';
import { KIND_NAMES, MEANING_NAMES } from '../../../audits/tell.ts';
import { compareText, type Piece } from '../../../items/compare-text.ts';
import { Side } from '../diff.tsx';
import { fill } from '../words.ts';
import { Cell, Table } from '../ui.tsx';
import { SeverityChip } from './marks.tsx';
import { text } from './text.ts';

const piecesOf = ({ kind, expected, actual }: EvidenceDifference): readonly Piece[] => {
  if (kind === 'changed') return compareText(expected?.text ?? '', actual?.text ?? '');
  return [
    ...(expected ? [{ kind: 'removed' as const, text: expected.text }] : []),
    ...(actual ? [{ kind: 'added' as const, text: actual.text }] : []),
  ];
};

interface HalfProps {
  readonly name: string;
  readonly passage: EvidencePassage | null;
  readonly pieces: readonly Piece[];
  readonly own: 'removed' | 'added';
  readonly nothing: string;
}

const Half = ({ name, passage, pieces, own, nothing }: HalfProps) => (
  <div>
    <h4>{name}</h4>
    <p class="passage">
      {passage?.before}
      {passage === null || passage.text === '' ? (
        <span class="soft">{nothing}</span>
      ) : (
        <Side pieces={pieces} own={own} />
      )}
      {passage?.after}
    </p>
  </div>
);

/** The approved passage with what stands around it: what a clerk pastes where the platform can only be mended by hand. */
const rightWords = ({ expected }: EvidenceDifference): string | null =>
  expected === null || expected.text === '' ? null : expected.before + expected.text + expected.after;

const Difference = ({ difference, at }: { difference: EvidenceDifference; at: number }) => {
  const { kind, meaning, severity, expected, actual } = difference;
  const pieces = piecesOf(difference);
  const right = rightWords(difference);
  return (
    <li class="card">
      <h3>
        {`${fill(text.passage, { at })} · ${MEANING_NAMES[meaning]}${KIND_NAMES[kind]} `}
        <SeverityChip severity={severity} />
      </h3>
      <div class="facing">
        <Half name={text.approved} passage={expected} pieces={pieces} own="removed" nothing={text.addedHere} />
        <Half name={text.live} passage={actual} pieces={pieces} own="added" nothing={text.missingHere} />
      </div>
      {right !== null && (
        <button type="button" class="plain" data-copy={right} data-copied={text.copied} hidden>
          {text.copyRight}
        </button>
      )}
    </li>
  );
};

/** Approved beside live, the characters that differ marked, both with what stands around them. */
export const Passages = ({ differences }: { differences: readonly EvidenceDifference[] }) =>
  differences.length === 0 ? null : (
    <section>
      <h2>{text.passages}</h2>
      <p class="hint">{text.legend}</p>
      <ol class="bare">
        {differences.map((difference, index) => (
          <Difference difference={difference} at={index + 1} />
        ))}
      </ol>
    </section>
  );

/** A changed date or title is what must be seen before anything else. */
export const Fields = ({ fields }: { fields: readonly FieldChange[] }) =>
  fields.length === 0 ? null : (
    <section>
      <h2>{text.fields}</h2>
      <Table caption={text.fields} head={[text.field, text.approved, text.live]}>
        {fields.map(({ name, wanted, seen }) => {
          const pieces = compareText(wanted, seen ?? '');
          return (
            <tr>
              <Cell name={text.field}>{name}</Cell>
              <Cell name={text.approved}>
                <span class="passage">
                  <Side pieces={pieces} own="removed" />
                </span>
              </Cell>
              <Cell name={text.live}>
                <span class="passage">{seen === null ? text.absent : <Side pieces={pieces} own="added" />}</span>
              </Cell>
            </tr>
          );
        })}
      </Table>
    </section>
  );
