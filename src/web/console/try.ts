import { AppError } from '../../core/errors.ts';
import type { Issue } from '../../core/issues.ts';

/** Runs a verb for a form: what the person has to mend comes back as issues, everything else is thrown on. */
export const orIssues = async (run: () => Promise<unknown>): Promise<readonly Issue[]> => {
  try {
    await run();
    return [];
  } catch (error) {
    if (error instanceof AppError && error.issues.length > 0) return error.issues;
    throw error;
  }
};
