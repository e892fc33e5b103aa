import type { Content } from '../core/content.ts';
import { issue, type Issue } from '../core/issues.ts';
import { cleanHtml } from './clean-html.ts';
import { cleanText, isVisible, type TextShape } from './clean-text.ts';
import { hasContent } from './html/inline.ts';

/** Fields that may have several lines: those the schema lets be long. All other text is one line. */
const SEVERAL_LINES: ReadonlySet<string> = new Set([
  'summary',
  'changeNote',
  'disclosure.reason',
  'guide.basis[]',
  'guide.conditions[]',
  'guide.steps[].note',
  'guide.fee.standard',
  'guide.fee.basis',
  'guide.questions[].answer',
]);

const shapeOf = (field: string): TextShape => (SEVERAL_LINES.has(field.replace(/\[\d+\]/g, '[]')) ? 'lines' : 'line');

/** One text of the content; whoever sent only what nobody can see sent nothing. */
const cleanField = (value: string, field: string, issues: Issue[]): string => {
  const { text, issues: found } = cleanText(value, field, shapeOf(field));
  issues.push(...found);
  if (!isVisible(text)) issues.push(issue(field, 'missing'));
  return text;
};

const walk = (value: unknown, field: string, issues: Issue[]): unknown => {
  if (typeof value === 'string') return cleanField(value, field, issues);
  if (Array.isArray(value)) return value.map((each, index) => walk(each, `${field}[${index}]`, issues));
  if (typeof value !== 'object' || value === null) return value;
  const prefix = field === '' ? '' : `${field}.`;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, prefix + name, issues)]));
};

const cleanBody = ({ type, body }: Content, issues: Issue[]): string => {
  const { html, issues: found } = cleanHtml(body, 'body');
  issues.push(...found);
  const refused = found.some(({ code }) => code === 'too-complex');
  if (type !== 'guide' && !refused && !hasContent(html)) issues.push(issue('body', 'empty-body'));
  return html;
};

/**
 * A parsed content as it is stored, hashed, shown and sent, with every issue found on the way, each at its JSON path.
 * Cleaning it again changes nothing. Approve only a content without blocking issues: what a blocking issue names is
 * already taken out of it.
 */
export const cleanContent = (content: Content): { content: Content; issues: Issue[] } => {
  const issues: Issue[] = [];
  const { body: _, ...fields } = content;
  const cleaned = walk(fields, '', issues) as Omit<Content, 'body'>;
  return { content: { ...cleaned, body: cleanBody(content, issues) }, issues };
};
