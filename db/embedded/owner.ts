import { readFileSync } from 'node:fs';
import { EmbeddedError } from './error.ts';

/** The account a server process runs as; null: our own. */
export interface Owner {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that may own a server when we are root, best first. Every Linux has the last; none is made by us. */
const CANDIDATES = ['yigao', 'postgres', 'nobody'] as const;

const parse = (line: string): Owner | null => {
  const [name, , uid, gid] = line.split(':');
  return name && uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : null;
};

/** PostgreSQL refuses to run as root; then it runs as one of the accounts the machine already has. */
export const findOwner = (passwd = '/etc/passwd', uid = process.getuid?.()): Owner | null => {
  if (uid !== 0) return null;
  const accounts = readFileSync(passwd, 'utf8')
    .split('\n')
    .flatMap((line) => parse(line) ?? []);
  const owner = CANDIDATES.map((name) => accounts.find((account) => account.name === name)).find((found) => found);
  if (!owner)
    throw new EmbeddedError(
      `以 root 运行时需要 ${CANDIDATES.join('、')} 中的一个系统账户；请建立一个，或改用普通用户运行`,
    );
  return owner;
};
