import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Azure's platform address: `ipaddr.js` counts it as unicast, and every machine there answers on it. */
const AZURE_PLATFORM = '168.63.129.16';
/** All public IPv6. Outside stand ::/96 (old IPv4-compatible), fec0::/10, NAT64's local 64:ff9b:1::/48, SRv6's 5f00::/16. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Documentation, RFC 9637: newer than `ipaddr.js` knows. */
const DOCUMENTATION_V6 = ipaddr.IPv6.parseCIDR('3fff::/20');

/** True for an address the whole internet may reach; anything of ours, of a cloud or of no one is false. */
export const isPublicAddress = (address: string): boolean => {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed instanceof ipaddr.IPv6) return parsed.match(GLOBAL_V6) && !parsed.match(DOCUMENTATION_V6);
  return parsed.toString() !== AZURE_PLATFORM;
};

const INNER_ENDINGS = ['localhost', 'local', 'internal', 'home.arpa', 'localdomain', 'intranet', 'lan'];

/** Names that mean something only inside: no dot, a trailing dot (which slips past lists), or an inner ending. */
export const isPublicName = (name: string): boolean =>
  name.includes('.') &&
  !name.endsWith('.') &&
  !INNER_ENDINGS.some((ending) => name === ending || name.endsWith(`.${ending}`));

/** A host as `URL` writes it, brackets around IPv6 included. */
export const isPublicHost = (host: string): boolean => {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  return isIP(bare) === 0 ? isPublicName(bare) : isPublicAddress(bare);
};
