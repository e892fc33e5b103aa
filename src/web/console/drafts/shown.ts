import type { Entered } from '../../../items/drafts/entered.ts';
import { beijingMinute } from '../../../core/time.ts';

/** A value of an entered content at its path; a draft may hold anything anywhere. */
export const valueAt = (content: Entered, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((key) => key !== '')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      content,
    );

export const textAt = (content: Entered, path: string): string => {
  const value = valueAt(content, path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

export const listAt = (content: Entered, path: string): readonly unknown[] => {
  const value = valueAt(content, path);
  return Array.isArray(value) ? value : [];
};

export const wordsAt = (content: Entered, path: string): readonly string[] =>
  listAt(content, path).filter((each) => typeof each === 'string');

/** As a browser's field wants it: Beijing time, to the minute. */
export const localTime = (instant: string): string => {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? '' : beijingMinute(new Date(at)).replace(' ', 'T');
};
