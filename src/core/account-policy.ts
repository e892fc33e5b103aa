import { z } from 'zod';
import { issue, type Issue } from './issues.ts';

const minutes = (max: number) => z.int().min(1).max(max);

/** 账号策略: what an office sets for passwords, lock-out and sessions. */
export const policySchema = z.strictObject({
  preset: z.enum(['mlps', 'asvs']),
  minLength: z.int().min(8).max(64),
  /** Of the four kinds: capitals, small letters, digits, other signs. */
  kinds: z.int().min(1).max(4),
  refuseNameParts: z.boolean(),
  /** The newest passwords that may not come back. */
  history: z.int().min(0).max(24),
  /** Null: a password never expires. */
  maxAgeDays: z.int().min(1).max(3650).nullable(),
  /** Wrong passwords of one account in a row before it is locked. */
  failures: z.int().min(3).max(20),
  /** From one address; higher, because an office sits behind one. */
  addressFailures: z.int().min(5).max(1000),
  lockMinutes: minutes(1440),
  idleMinutes: minutes(480),
  maxHours: z.int().min(1).max(24),
  proofMinutes: minutes(60),
  /** Everybody must use an authenticator (三级: two factors). */
  requireTotp: z.boolean(),
});
export type AccountPolicy = z.infer<typeof policySchema>;

const SHARED = {
  failures: 5,
  addressFailures: 30,
  lockMinutes: 20,
  idleMinutes: 30,
  maxHours: 12,
  proofMinutes: 10,
  requireTotp: false,
} as const;

/** 等保 demands composition and expiry, OWASP ASVS 5.0 forbids both (6.2.5, 6.2.10): the office chooses. */
export const POLICY_PRESETS: Readonly<Record<AccountPolicy['preset'], AccountPolicy>> = {
  mlps: { preset: 'mlps', minLength: 10, kinds: 3, refuseNameParts: true, history: 5, maxAgeDays: 180, ...SHARED },
  asvs: { preset: 'asvs', minLength: 15, kinds: 1, refuseNameParts: true, history: 0, maxAgeDays: null, ...SHARED },
};
export const PRESET_NAMES: Readonly<Record<AccountPolicy['preset'], string>> = {
  mlps: '等保（含字符种类、历史与定期更换）',
  asvs: 'OWASP ASVS（长口令，不强制种类与更换）',
};

/** A longer one is no password but a load on the hash. */
export const MAX_PASSWORD = 128;

const KINDS: readonly RegExp[] = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u];
const countKinds = (password: string): number => KINDS.filter((kind) => kind.test(password)).length;

/** Four signs in a row of a name, whatever their case: shorter ones are in any sentence. */
const FRAGMENT = 4;
const holdsPartOf = (password: string, name: string): boolean => {
  const [text, part] = [password.normalize('NFKC').toLowerCase(), name.normalize('NFKC').toLowerCase()];
  if (part.length < FRAGMENT) return part.length > 1 && text.includes(part);
  return Array.from({ length: part.length - FRAGMENT + 1 }, (_, at) => part.slice(at, at + FRAGMENT)).some((each) =>
    text.includes(each),
  );
};

/** What a new password lacks, all of it. `names`: the account's names. */
export const checkPassword = (password: string, names: readonly string[], policy: AccountPolicy): Issue[] => {
  const length = Array.from(password).length;
  const found: Issue[] = [];
  if (length < policy.minLength) found.push(issue('password', 'password-short', { min: policy.minLength }));
  if (length > MAX_PASSWORD)
    found.push(issue('password', 'too-long', { max: MAX_PASSWORD, unit: '字', actual: length }));
  if (countKinds(password) < policy.kinds) found.push(issue('password', 'password-kinds', { kinds: policy.kinds }));
  if (policy.refuseNameParts && names.some((name) => holdsPartOf(password, name)))
    found.push(issue('password', 'password-holds-name'));
  return found;
};
