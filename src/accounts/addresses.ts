import { BlockList, isIP } from 'node:net';

interface Range {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** `10.1.0.0/16` or one address; null: neither. */
export const readRange = (text: string): Range | null => {
  const [address = '', bits, ...rest] = text.trim().split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return null;
  const most = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  return prefix < 0 || prefix > most ? null : { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
};

/** Whether the address lies in one of the ranges. An IPv4 address that came in over IPv6 is the same one. */
export const isInside = (address: string, ranges: readonly string[]): boolean => {
  const plain = address.replace(/^::ffff:/i, '');
  const version = isIP(plain);
  if (version === 0) return false;
  const list = new BlockList();
  for (const range of ranges.map(readRange)) if (range) list.addSubnet(range.address, range.prefix, range.family);
  return list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
};
