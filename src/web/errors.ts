import type { Context as Call } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { AppError, ERRORS, type ErrorCode } from '../core/errors.ts';
import { ISSUES, issueText, type IssueCode } from '../core/issues.ts';
import type { Log } from '../core/log.ts';
import { errorPage } from './console/error-page.tsx';
import type { Env } from './endpoint.ts';

const codes = <T extends string>(table: Readonly<Record<T, unknown>>) => Object.keys(table) as [T, ...T[]];

export const issueSchema = z
  .object({
    field: z.string().describe('出问题的字段，如 guide.materials[0].name；空为整个请求'),
    code: z.enum(codes<IssueCode>(ISSUES)),
    level: z.enum(['block', 'warn']).describe('block 须改后重发；warn 仅提醒'),
    message: z.string().describe('问题与改法'),
  })
  .meta({ id: 'Issue', description: '一处问题' });

export const errorSchema = z
  .object({
    error: z.object({
      code: z.enum(codes<ErrorCode>(ERRORS)),
      message: z.string(),
      issues: z.array(issueSchema),
    }),
  })
  .meta({ id: 'Error', description: '错误：code 供程序判断，message 供人阅读，issues 一次列出全部问题' });

/** An issue as it is told: its facts are in the words. */
export const tellIssue = ({ field, code, level, facts }: AppError['issues'][number]): z.infer<typeof issueSchema> => ({
  field,
  code,
  level,
  message: issueText({ code, facts }),
});

/**
 * The database is away, full or out of connections: SQLSTATE classes 08, 53, 57 (PostgreSQL appendix A) and the
 * driver's own names. Whatever was asked may work a moment later.
 */
const AWAY = /^(?:08|53|57)\w{3}$|^(?:ECONNREFUSED|ECONNRESET|EPIPE|CONNECT_TIMEOUT|CONNECTION_\w+)$/;
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
};

export const asAppError = (error: unknown, id: string, log: Log): AppError => {
  if (error instanceof AppError) return error;
  const away = AWAY.test(codeOf(error));
  log.error({ error, requestId: id }, away ? 'database not available' : 'request failed');
  return away ? new AppError('unavailable', { what: '数据库' }) : new AppError('internal', { id });
};

/** Programs get JSON wherever they call; people get a page. */
const wantsPage = (c: Call): boolean =>
  !/^\/(?:api|callbacks|feeds|openapi\.json)(?:\/|$)/.test(c.req.path) &&
  /\btext\/html\b/.test(c.req.header('accept') ?? '');

/** A browser asks the person for the key; a program sends it. */
const headersOf = (error: AppError, scheme: 'Basic' | 'Bearer'): Record<string, string> => ({
  ...(error.status === 401 ? { 'www-authenticate': `${scheme} realm="yigao"` } : {}),
  ...(error.status === 503 ? { 'retry-after': '5' } : {}),
  // The rest of the body is never read: this connection takes no other request.
  ...(error.status === 413 ? { connection: 'close' } : {}),
});

/** The one place where an error becomes an answer. What was not thrown on purpose is logged and told only by its id. */
export const answerError = (thrown: unknown, c: Call<Env>, log: Log): Response | Promise<Response> => {
  if (thrown instanceof HTTPException) return thrown.getResponse();
  const error = asAppError(thrown, c.get('requestId'), log);
  const { code, message, issues, status } = error;
  const isPage = wantsPage(c);
  const headers = headersOf(error, isPage ? 'Basic' : 'Bearer');
  if (isPage) return c.html(errorPage(status, message), status, headers);
  return c.json({ error: { code, message, issues: issues.map(tellIssue) } }, status, headers);
};
