import { beijingMinute } from '../../core/time.ts';
import { text } from './text.ts';

/** What of an event's facts a person wants to read, the most telling first. */
const TELLING = ['text', 'reason', 'url', 'approvedBy', 'checkAt'] as const;

export const tellFacts = (data: Readonly<Record<string, unknown>>): string => {
  const found = TELLING.map((name) => data[name]).find((value) => value !== undefined && value !== null);
  if (typeof found !== 'string') return Array.isArray(found) ? found.join('，') : '';
  return /^\d{4}-\d\d-\d\dT/.test(found) ? `${text.nextLook} ${beijingMinute(new Date(found))}` : found;
};
