import { z } from 'zod';
import { approvalSchema, assetIdSchema, contentSchema, type Content } from '../core/content.ts';
import { issue, type Issue } from '../core/issues.ts';
import { cleanText, isVisible } from './clean-text.ts';
import { issuesOf } from './parse.ts';

/** One approved item as it comes in: its content, who wrote it, who approved it, and what it corrects. */
export const itemRequestSchema = contentSchema.extend({
  externalId: z.string().trim().min(1).max(128).describe('外部编号：送稿系统中的唯一编号，重发同一编号不会重复发布'),
  author: z.string().trim().min(1).max(50).describe('作者姓名；作者不能审签自己的稿件'),
  approvals: z.array(approvalSchema).max(20).default([]).describe('审签：每个环节一人，各环节由不同的人'),
  catalogEntry: z
    .string()
    .trim()
    .min(1)
    .max(128)
    .nullable()
    .optional()
    .describe(
      '目录事项编号，见 GET /api/catalog：公开时限按它计算，逾期由巡检报出；null 为按栏目的事项，不填则沿用稿件原来的',
    ),
  previous: assetIdSchema.optional().describe('更正时填写：所更正的版本（现最新版）的 hash'),
});
export type ItemRequest = z.infer<typeof itemRequestSchema>;
export type ItemRequestInput = z.input<typeof itemRequestSchema>;
export type RequestField = keyof ItemRequest;

/** Stands in for required fields that could not be read, so that the rest can still be judged. */
const BLANK: ItemRequestInput = {
  type: 'notice',
  unit: '-',
  column: '-',
  title: '-',
  source: '-',
  disclosure: { kind: '主动公开' },
  externalId: '-',
  author: '-',
};

export interface ReadRequest {
  readonly request: ItemRequest;
  /** Fields that could not be read: their values in `request` say nothing. */
  readonly broken: ReadonlySet<string>;
  readonly issues: readonly Issue[];
}

const isRecord = (input: unknown): input is Record<string, unknown> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

const withoutBroken = (input: unknown, broken: ReadonlySet<string>): Record<string, unknown> => {
  const known = Object.keys(itemRequestSchema.shape);
  const fields = isRecord(input) ? Object.entries(input) : [];
  return Object.fromEntries(fields.filter(([name]) => known.includes(name) && !broken.has(name)));
};

/** The envelope's own texts are cleaned as the content's are: they are stored, compared and shown. */
const cleanEnvelope = (request: ItemRequest): { request: ItemRequest; issues: Issue[] } => {
  const issues: Issue[] = [];
  const clean = (value: string, field: string): string => {
    const cleaned = cleanText(value, field);
    issues.push(...cleaned.issues, ...(isVisible(cleaned.text) ? [] : [issue(field, 'missing')]));
    return cleaned.text;
  };
  const approvals = request.approvals.map((approval, index) => ({
    ...approval,
    stage: clean(approval.stage, `approvals[${index}].stage`),
    name: clean(approval.name, `approvals[${index}].name`),
  }));
  const [externalId, author] = [clean(request.externalId, 'externalId'), clean(request.author, 'author')];
  const { catalogEntry } = request;
  const filed = catalogEntry == null ? {} : { catalogEntry: clean(catalogEntry, 'catalogEntry') };
  return { request: { ...request, externalId, author, approvals, ...filed }, issues };
};

/** Reads what can be read and lists everything that cannot; never throws for what somebody sent. */
export const readRequest = (input: unknown): ReadRequest => {
  const first = itemRequestSchema.safeParse(input);
  const shape = first.success ? [] : issuesOf(first.error, input);
  const broken = new Set(
    isRecord(input) ? shape.map(({ field }) => field.replace(/[.[].*$/s, '')) : Object.keys(itemRequestSchema.shape),
  );
  const parsed = first.success ? first.data : itemRequestSchema.parse({ ...BLANK, ...withoutBroken(input, broken) });
  const { request, issues } = cleanEnvelope(parsed);
  return { request, broken, issues: [...shape, ...issues] };
};

/** The part of a request that is hashed and sealed. */
export const contentOf = (request: ItemRequest): Content => {
  const {
    externalId: _externalId,
    author: _author,
    approvals: _approvals,
    catalogEntry: _catalogEntry,
    previous: _previous,
    ...content
  } = request;
  return content;
};
