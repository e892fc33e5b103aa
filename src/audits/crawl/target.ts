import { isPublicHost } from './addresses.ts';
import { ADDRESS_REFUSED, refusal, type Refusal } from './faults.ts';
import { parseUrl } from '../../core/urls.ts';
import type { Pace } from './pace.ts';

/** A source of our own, named in the settings: the only kind that may stand on an inner address or another port. */
export interface OwnSource {
  /** Exact: scheme, host and port. Nothing beside it is allowed with it. */
  readonly origin: string;
  readonly pace?: Partial<Pace>;
  /** Why this source's robots.txt is not asked: we audit our own pages. Absent: it is obeyed as everywhere. */
  readonly ignoresRobots?: string;
}

export interface Target {
  readonly url: URL;
  /** Set where the origin is of our own and we may enter it. */
  readonly own: OwnSource | null;
}

/** What a hop is judged by. */
export interface Gate {
  readonly own: ReadonlyMap<string, OwnSource>;
  /** Ports strangers may be asked on. */
  readonly ports: readonly number[];
}
const portOf = ({ port, protocol }: URL): number => (port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port));

export const isRefusal = (value: object): value is Refusal => 'cause' in value;

/**
 * Whether an address may be asked at all. `from` is the hop before: a stranger's redirect never opens our own sources'
 * privileges, because what it names was not chosen by us.
 */
export const readTarget = (address: string, gate: Gate, from?: Target): Target | Refusal => {
  const url = parseUrl(address, from?.url);
  if (url === null) return refusal('scheme-refused', '网址无法读懂，请核对');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refusal('scheme-refused', `只巡检 http 和 https 网址，不打开“${url.protocol}”；请核对网址`);
  if (url.username !== '' || url.password !== '')
    return refusal('scheme-refused', '网址中带有用户名或密码，已拒绝打开；请去掉后重试');
  const own = from === undefined || from.own !== null ? (gate.own.get(url.origin) ?? null) : null;
  if (own !== null) return { url, own };
  if (!gate.ports.includes(portOf(url)))
    return refusal(
      'address-refused',
      `端口 ${portOf(url)} 不在允许之列（${gate.ports.join('、')}），确为本单位站点的请登记为自有来源`,
    );
  return isPublicHost(url.hostname) ? { url, own: null } : ADDRESS_REFUSED;
};
