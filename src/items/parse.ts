import type { z } from 'zod';
import { invalid } from '../core/errors.ts';
import { issue, ISSUES, type Issue, type IssueCode } from '../core/issues.ts';

type Problem = z.core.$ZodIssue;
type Told = readonly [code: IssueCode, facts?: Readonly<Record<string, string | number>>];

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: ' true 或 false',
  array: '列表',
  object: '对象',
};

/** `guide.materials[0].name`: how a person finds the place again. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );

const sizeOf = (value: unknown): number => (typeof value === 'string' || Array.isArray(value) ? value.length : 0);
const isIssueCode = (code: unknown): code is IssueCode => typeof code === 'string' && code in ISSUES;

/** What a branch of a union wanted at its root, for people: `"all"`, `列表`. */
const wanted = (problem: Problem): string[] => {
  if (problem.code === 'invalid_value') return problem.values.map((value) => `“${String(value)}”`);
  return problem.code === 'invalid_type' ? [TYPE_NAMES[problem.expected] ?? problem.expected] : [];
};

const tooBig = (problem: Problem & { code: 'too_big' }, value: unknown): Told => {
  const max = Number(problem.maximum);
  if (problem.origin === 'string') return ['too-long', { max, unit: '字', actual: sizeOf(value) }];
  return problem.origin === 'array' ? ['too-many', { max, actual: sizeOf(value) }] : ['number-too-big', { max }];
};

const tooSmall = (problem: Problem & { code: 'too_small' }, value: unknown): Told => {
  const min = Number(problem.minimum);
  if (problem.origin === 'number' || problem.origin === 'int') return ['number-too-small', { min }];
  return sizeOf(value) === 0 || min <= 1 ? ['missing'] : ['too-short', { min }];
};

/** A refinement may name one of our issues, with the facts its words need. */
const refined = ({ params }: Problem & { code: 'custom' }): Told => {
  const { code, facts } = params ?? {};
  return isIssueCode(code) ? [code, (facts ?? {}) as NonNullable<Told[1]>] : ['bad-format'];
};

const tell = (problem: Problem, value: unknown): Told => {
  if (problem.code === 'too_big') return tooBig(problem, value);
  if (problem.code === 'too_small') return tooSmall(problem, value);
  if (problem.code === 'custom') return refined(problem);
  if (value === undefined) return ['missing'];
  if (problem.code === 'invalid_type') return ['wrong-type', { expected: wanted(problem).join('') }];
  if (problem.code === 'invalid_value') return ['not-one-of', { options: problem.values.map(String).join('、') }];
  if (problem.code === 'invalid_union')
    return ['wrong-type', { expected: problem.errors.flat().flatMap(wanted).join('或') }];
  return ['bad-format'];
};

/** A name somebody sent, short enough to repeat. */
const quote = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name);

const issuesAt = (problem: Problem, input: unknown, before: readonly PropertyKey[]): Issue[] => {
  const path = [...before, ...problem.path];
  if (problem.code === 'unrecognized_keys')
    return problem.keys.map((key) => issue(fieldOf([...path, quote(key)]), 'unknown-field', { name: quote(key) }));
  const branch =
    problem.code === 'invalid_union'
      ? problem.errors.find((errors) => errors.every(({ path }) => path.length > 0))
      : undefined;
  if (branch) return branch.flatMap((inner) => issuesAt(inner, input, path));
  const [code, facts] = tell(problem, valueAt(input, path));
  return [issue(fieldOf(path), code, facts)];
};

/** The words of a refinement say more than those of the pattern before it: one issue per field. */
const withoutEchoes = (problems: readonly Problem[]): Problem[] => {
  const refined = new Set(problems.filter(({ code }) => code === 'custom').map(({ path }) => path.join('.')));
  return problems.filter(({ code, path }) => code === 'custom' || !refined.has(path.join('.')));
};

/** What zod found, in our words, all of it. */
export const issuesOf = (error: z.ZodError, input: unknown): Issue[] =>
  withoutEchoes(error.issues).flatMap((problem) => issuesAt(problem, input, []));

/** Parses what somebody sent; throws `invalid` with every issue at once. */
export const parse = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> => {
  const result = schema.safeParse(input);
  if (!result.success) throw invalid(issuesOf(result.error, input));
  return result.data;
};
