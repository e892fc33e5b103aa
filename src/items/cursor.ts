import { z } from 'zod';

/** Where a page of a list by time ends: microseconds of the instant, as PostgreSQL writes them, and the id beside it. */
export interface TimeCursor {
  readonly at: string;
  readonly id: string;
}

const WRITTEN = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}\+00) ([0-9a-f-]{36})$/;
/** As everything else tells an instant. */
export const instantOf = (at: string): string => `${at.slice(0, 23).replace(' ', 'T')}Z`;

const read = (text: string): TimeCursor | null => {
  const [, at, id] = WRITTEN.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  return at === undefined || id === undefined || Number.isNaN(Date.parse(instantOf(at))) ? null : { at, id };
};

export const writeTimeCursor = ({ at, id }: TimeCursor): string => Buffer.from(`${at} ${id}`).toString('base64url');

export const timeCursorSchema = z
  .string()
  .max(120)
  .transform((text, context): TimeCursor => {
    const cursor = read(text);
    if (cursor) return cursor;
    context.addIssue({ code: 'custom', message: 'no cursor of ours' });
    return z.NEVER;
  });
