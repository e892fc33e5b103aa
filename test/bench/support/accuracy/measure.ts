import { comparePage } from '../../../../src/audits/compare/compare-page.ts';
import type { Difference } from '../../../../src/audits/difference.ts';
import { decode } from '../../../../src/audits/read/decode.ts';
import { readPage } from '../../../../src/audits/read/read-page.ts';
import type { Sample } from './corpus.ts';
import { editHtml, editText } from './edit.ts';
import { fold } from './fold.ts';
import { encodeGbk } from './gb18030.ts';
import { judgeOutcome, type Direction, type Outcome } from './judge.ts';
import { CHANGES, KINDS, type Kind } from './kinds.ts';
import { judgePage, type Verdict } from './oracle.ts';
import { createRandom, seedOf, type Random } from './random.ts';

export interface Trial extends Outcome {
  readonly kind: Kind;
  readonly direction: Direction;
  readonly differences: readonly Difference[];
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}
export interface Result {
  readonly name: string;
  readonly verdict: Pick<Verdict, 'isFaithful' | 'lacks'>;
  readonly differences: readonly Difference[];
  readonly ms: number;
  readonly trials: readonly Trial[];
}

const expectedOf = ({ title, names }: Sample, text: string) => ({ title, text, tables: [], names });

/** The whole way from bytes to differences. */
const look = (sample: Sample, bytes: Uint8Array, text: string): Difference[] => {
  const decoded = decode(bytes, sample.headers);
  if (decoded.kind === 'undecodable') throw new Error(`${sample.name}: ${decoded.reason}`);
  return comparePage(expectedOf(sample, text), readPage(decoded.text, sample.url));
};

const isGbk = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return false;
  } catch {
    return true;
  }
};

/** Draws again when a change turns out to change nothing, or its place on the page cannot be told. */
const DRAWS = 12;

interface Case {
  readonly sample: Sample;
  readonly html: string;
  readonly encode: (html: string) => Uint8Array;
  readonly verdict: Verdict;
}

const tryOnce = (
  { sample, html, encode, verdict }: Case,
  kind: Kind,
  direction: Direction,
  random: Random,
): Trial | null => {
  const { text } = sample;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const change = CHANGES[kind](random, sample);
    if (change === null) continue;
    const edited = editText(text, change.edits);
    if (fold(edited).text === fold(text).text) continue;
    const changed = direction === 'page' ? editHtml(html, text, verdict, change.edits) : html;
    if (changed === null) continue;
    const differences = direction === 'page' ? look(sample, encode(changed), text) : look(sample, sample.bytes, edited);
    return { kind, direction, differences, edits: change.edits, ...judgeOutcome(differences, text, change, direction) };
  }
  return null;
};

/** Compares a page as it is, then after each change of the text and of the page. */
export const measureSample = (sample: Sample, perKind: number, seed = 0): Result => {
  const gbk = isGbk(sample.bytes);
  const html = new TextDecoder(gbk ? 'gb18030' : 'utf-8').decode(sample.bytes);
  const verdict = judgePage(html, sample.text);
  const since = performance.now();
  const differences = look(sample, sample.bytes, sample.text);
  const ms = performance.now() - since;
  const random = createRandom(seedOf(`${sample.name}#${seed}`));
  const encode = gbk ? encodeGbk : (text: string): Uint8Array => new TextEncoder().encode(text);
  const one: Case = { sample, html, encode, verdict };
  const trials = verdict.isFaithful
    ? KINDS.flatMap((kind) =>
        (['text', 'page'] as const).flatMap((direction) =>
          Array.from({ length: perKind }, () => tryOnce(one, kind, direction, random) ?? []).flat(),
        ),
      )
    : [];
  return { name: sample.name, verdict, differences, ms, trials };
};
