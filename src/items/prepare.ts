import type { DatabaseLike } from '../../db/client.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../core/hash.ts';
import type { Issue } from '../core/issues.ts';
import { canonicalJson } from '../core/json.ts';
import { cleanContent } from './clean.ts';
import { loadFacts, type StoredItem } from './facts.ts';
import { judge, type Verdict } from './gate.ts';
import { contentOf, readRequest } from './request.ts';
import type { Submission } from './submission.ts';

/** What somebody sent, read, cleaned and hashed, with all that was found on the way. */
export type Prepared = Omit<Submission, 'facts'> & { readonly issues: readonly Issue[] };

/** Reads, cleans and hashes what somebody sent. What was found in fields that could not be read says nothing. */
export const prepare = async (input: unknown): Promise<Prepared> => {
  const { request, broken, issues } = readRequest(input);
  const cleaned = cleanContent(contentOf(request));
  const found = cleaned.issues.filter(({ field }) => !broken.has(field.replace(/[.[].*$/s, '')));
  const judged = broken.has('type') ? found.filter(({ code }) => code !== 'empty-body') : found;
  return {
    request: { ...request, ...cleaned.content },
    authors: [request.author],
    content: cleaned.content,
    hash: await sha256(canonicalJson(cleaned.content)),
    broken,
    issues: [...issues, ...judged],
  };
};

export interface Judged {
  readonly submission: Submission;
  readonly verdict: Verdict;
  /** Of reading and of the gate. */
  readonly issues: readonly Issue[];
}

/** The gate over what was prepared, with the facts as `db` knows them. */
export const judgePrepared = async (
  ctx: Context,
  prepared: Prepared,
  stored: StoredItem | null,
  db: DatabaseLike = ctx.db,
): Promise<Judged> => {
  const submission: Submission = { ...prepared, facts: await loadFacts(ctx, prepared, stored, db) };
  const verdict = judge(submission);
  return { submission, verdict, issues: [...prepared.issues, ...verdict.issues] };
};
