import { invalid } from '../core/errors.ts';
import { blocks, issue, type Issue } from '../core/issues.ts';
import { cleanText, isVisible } from './clean-text.ts';

const MAX = 500;

/** A reason as it is stored and shown. Throws `invalid` when there is none to read. */
export const readReason = (input: string, field = 'reason'): string => {
  const { text, issues: found } = cleanText(input, field, 'lines');
  const length = Array.from(text).length;
  const issues: Issue[] = [
    ...found,
    ...(isVisible(text) ? [] : [issue(field, 'missing')]),
    ...(length > MAX ? [issue(field, 'too-long', { max: MAX, unit: '字', actual: length })] : []),
  ];
  if (blocks(issues)) throw invalid(issues);
  return text;
};
