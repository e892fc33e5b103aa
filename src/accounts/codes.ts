import { randomInt } from 'node:crypto';

const MANY = 10;
/** Without 0 O, 1 I L: they are copied to paper by hand and typed again. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const makeHalf = (): string => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** 备用码: ten, of 49 bits each; tries are counted and locked like those of a password. */
export const makeBackupCodes = (): string[] => Array.from({ length: MANY }, () => `${makeHalf()}-${makeHalf()}`);

/** As typed: of any width and case, with or without the dash. An authenticator's code stays as it is. */
export const normalCode = (typed: string): string => {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
  return plain.length === 10 ? `${plain.slice(0, 5)}-${plain.slice(5)}` : plain;
};

export const isBackupCode = (code: string): boolean => code.includes('-');
