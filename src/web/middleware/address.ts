import type { Context as Call } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';
import { isInside } from '../../accounts/addresses.ts';

/** A test calls without a socket; nobody's address is in no network. */
const peerOf = (c: Call): string => {
  const env: unknown = c.env;
  const hasSocket = typeof env === 'object' && env !== null && 'incoming' in env;
  return (hasSocket ? getConnInfo(c).remote.address : undefined) ?? '0.0.0.0';
};

/**
 * Where a request comes from. `X-Forwarded-For` is believed from our own proxies only, and read from the right: what
 * stands left of the first stranger that stranger may have made up (ASVS 4.1.3).
 */
export const addressOf = (c: Call, proxies: readonly string[]): string => {
  const chain = (c.req.header('x-forwarded-for') ?? '').split(',').map((each) => each.trim());
  const hops = [...chain.filter((each) => each !== ''), peerOf(c)];
  return hops.findLast((hop) => !isInside(hop, proxies)) ?? hops[0] ?? '0.0.0.0';
};
