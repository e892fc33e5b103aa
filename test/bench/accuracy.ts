import { resolve } from 'node:path';
import type { Difference } from '../../src/audits/difference.ts';
import { readCorpus } from './support/accuracy/corpus.ts';
import { generateCorpus } from './support/accuracy/generate.ts';
import { KINDS } from './support/accuracy/kinds.ts';
import { measureSample, type Result, type Trial } from './support/accuracy/measure.ts';
import { option, percentile, round, type BenchOptions } from './support/bench.ts';

const pagesFolder = (args: readonly string[]): string | null => {
  const at = args.indexOf('--pages');
  return at < 0 ? null : (args[at + 1] ?? null);
};

const show = ({ kind, meaning, severity, expected, actual }: Difference): string =>
  `${kind}/${meaning}/${severity} “${(expected?.text ?? '').slice(0, 40)}” → “${(actual?.text ?? '').slice(0, 40)}”`;

const tellResult = (say: (line: string) => void, { name, verdict, differences, trials }: Result): void => {
  if (!verdict.isFaithful) {
    say(`不忠实 ${name}：页面上没有 “${verdict.lacks[0]?.trim().slice(0, 60)}”；比对报告 ${differences.length} 处`);
  }
  for (const difference of differences) say(`${verdict.isFaithful ? '误报' : '  '} ${name} ${show(difference)}`);
  for (const trial of trials) {
    if (trial.isOnce && trial.isRightSeverity) continue;
    const edit = trial.edits[0];
    say(`未准 ${name} ${trial.kind} ${trial.direction} 改 ${edit?.start}-${edit?.end} “${edit?.text.slice(0, 30)}”`);
    for (const difference of trial.differences) say(`       ${show(difference)}`);
  }
};

const count = (trials: readonly Trial[]) => ({
  mutations: trials.length,
  found: trials.filter(({ isFound }) => isFound).length,
  once: trials.filter(({ isOnce }) => isOnce).length,
  rightSeverity: trials.filter(({ isRightSeverity }) => isRightSeverity).length,
});

/** Whether every copy that is as it should be is left alone, and every change to it is found once, in place, as bad as it is. */
export const run = ({ say, args }: BenchOptions) => {
  const folder = pagesFolder(args);
  const samples = folder === null ? generateCorpus() : readCorpus(resolve(folder));
  const perKind = option(args, 'per-kind', 3);
  const seed = option(args, 'seed', 0);
  const results = samples.map((sample) => measureSample(sample, perKind, seed));
  for (const result of results) tellResult(say, result);
  const faithful = results.filter(({ verdict }) => verdict.isFaithful);
  const trials = results.flatMap((result) => result.trials);
  return {
    pages: results.length,
    faithful: faithful.length,
    falseAlarms: faithful.filter(({ differences }) => differences.length > 0).length,
    ...count(trials),
    byKind: Object.fromEntries(KINDS.map((kind) => [kind, count(trials.filter((trial) => trial.kind === kind))])),
    msPerPage: round(
      percentile(
        results.map(({ ms }) => ms),
        0.5,
      ),
    ),
    unfaithful: results
      .filter(({ verdict }) => !verdict.isFaithful)
      .map(({ name, verdict }) => ({ name, lacks: verdict.lacks })),
  };
};
