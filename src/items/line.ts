import { z } from 'zod';
import { cleanText, isVisible } from './clean-text.ts';

/** An id as somebody may send it: no invisible character, which PostgreSQL might refuse. */
export const idSchema = z.string().regex(/^\P{C}{1,128}$/u);

/** A line that goes with an item and is no part of its content, e.g. why it is withdrawn: cleaned as the content is. */
export const lineSchema = (max: number) =>
  z
    .string()
    .max(max)
    .transform((given, context) => {
      const { text, issues } = cleanText(given, '');
      const missing = isVisible(text) || issues.length > 0 ? [] : [{ code: 'missing', facts: {} }];
      for (const { code, facts } of [...issues, ...missing])
        context.addIssue({ code: 'custom', params: { code, facts } });
      return text;
    });
