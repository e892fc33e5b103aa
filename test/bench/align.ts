import { align } from '../../src/audits/compare/align.ts';
import { normalise } from '../../src/audits/compare/normalise.ts';
import { readPage } from '../../src/audits/read/read-page.ts';
import type { Page } from '../../src/audits/page.ts';
import { createRandom, type Random } from './support/accuracy/random.ts';
import { SENTENCES } from './support/accuracy/pools.ts';
import { median, round, type BenchOptions } from './support/bench.ts';

/** Characters of the text, and of the page around and with it. */
const SIZES = [
  [2_000, 4_000],
  [20_000, 40_000],
] as const;
const EDITS = 20;
const WARM_UP = 15;
const TIMES = 25;

/** A line of a text in which hardly anything comes twice, or of one that says the same on every line but for its numbers. */
const KINDS: Readonly<Record<string, (random: Random, line: number) => string>> = {
  prose: (random) => Array.from({ length: 60 }, () => String.fromCharCode(0x4e00 + random.below(2_500))).join(''),
  sentences: (random) => `${random.pick(SENTENCES)}${random.pick(SENTENCES)}${random.pick(SENTENCES)}`,
  form: (random, line) =>
    `第${line}条　补助标准为每人每月${100 + random.below(900)}元，由乡（镇）人民政府审核后按季发放到位。`,
};

const linesOf = (kind: string, random: Random, length: number): string[] => {
  const lines: string[] = [];
  for (let all = 0; all < length; all += lines.at(-1)?.length ?? 1)
    lines.push(KINDS[kind]?.(random, random.below(9_000)) ?? '');
  return lines;
};

const edited = (random: Random, lines: readonly string[]): string[] => {
  const changed = [...lines];
  for (let n = 0; n < EDITS; n += 1) {
    const at = random.below(changed.length);
    const line = changed[at] ?? '';
    const place = random.below(line.length);
    changed[at] = `${line.slice(0, place)}改${line.slice(place + 1)}`;
  }
  return changed;
};

const pageOf = (around: readonly string[], text: readonly string[]): string => {
  const list = (lines: readonly string[]): string => `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`;
  const half = around.length / 2;
  return `<body>${list(around.slice(0, half))}${text.map((line) => `<p>${line}</p>`).join('')}${list(around.slice(half))}</body>`;
};

/** Milliseconds, the middle of many; a page is read anew for each, because what was learnt of one is kept with it. */
const time = (html: string, work: (page: Page) => void): number => {
  const pages = Array.from({ length: WARM_UP + TIMES }, () => readPage(html, 'http://page.example/'));
  const times = pages.map((page) => {
    const since = performance.now();
    work(page);
    return performance.now() - since;
  });
  return median(times.slice(WARM_UP));
};

const measure = (kind: string, [length, whole]: readonly [number, number]) => {
  const random = createRandom(length);
  const text = linesOf(kind, random, length);
  const around = linesOf(kind, random, whole - length);
  const expected = text.join('\n');
  const ms = (shown: readonly string[]): number => time(pageOf(around, shown), (page) => align(expected, page));
  // No comparison can do with less than folding both texts.
  const floor = time(pageOf(around, text), (page) => [normalise(expected), normalise(page.text)]);
  const [same, changed, other] = [ms(text), ms(edited(random, text)), ms(linesOf(kind, random, length))];
  return {
    sameMs: round(same),
    editedMs: round(changed),
    unrelatedMs: round(other),
    ratioFloor: round(changed / floor),
    ratioUnrelated: round(other / changed),
  };
};

/** What comparing a page with its text costs: as it should be, edited in twenty places, and another text altogether. */
export const run = ({ say }: BenchOptions) =>
  Object.fromEntries(
    Object.keys(KINDS).flatMap((kind) =>
      SIZES.map((size) => {
        const figures = measure(kind, size);
        say(`${kind} ${size[0]} in ${size[1]}: ${JSON.stringify(figures)}`);
        return [`${kind}${size[0]}`, figures] as const;
      }),
    ),
  );
