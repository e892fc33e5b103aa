import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/**
 * What signs sessions and encrypts authenticators, kept in `file`: outside the database, so that a stolen backup opens
 * nobody's session. Several machines share one by YIGAO_SECRET.
 */
export const ensureSecret = (file: string, write: (file: string, text: string) => void): string => {
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (kept !== '') return kept;
  const secret = randomBytes(48).toString('base64url');
  write(file, `${secret}\n`);
  return secret;
};
