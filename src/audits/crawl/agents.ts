import { lookup as lookUp } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { callbackify } from 'node:util';
import { Agent, buildConnector } from 'undici';
import { isPublicAddress } from './addresses.ts';
import type { Bounds } from './bounds.ts';
import { AddressRefused } from './faults.ts';

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

const fromSystem: Resolve = async (name) => (await lookUp(name, { all: true })).map(({ address }) => address);

/** A lookup that answers only addresses that may be connected to; with none left, the name is refused. */
export const lookupBy =
  (resolve: Resolve, mayConnect: (address: string) => boolean): LookupFunction =>
  (name, options, callback) => {
    callbackify(resolve)(name, (error: NodeJS.ErrnoException | null, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const kept = addresses.filter((address) => isIP(address) !== 0 && mayConnect(address));
      const [first] = kept;
      if (first === undefined) return callback(new AddressRefused(name), '', 0);
      if (options.all !== true) return callback(null, first, isIP(first));
      return callback(
        null,
        kept.map((address) => ({ address, family: isIP(address) })),
      );
    });
  };

export interface AgentOptions {
  readonly bounds: Bounds;
  readonly resolve?: Resolve | undefined;
  readonly ca?: readonly string[] | undefined;
}

/** Connections per origin the pool may open; how many are used at once is the pace's to say. */
const CONNECTIONS = 128;

/**
 * The address is judged where the socket is opened, on what the resolver just said: between check and use there is no
 * moment for a name to point elsewhere. Literal addresses never reach a lookup, so they are judged here, too.
 */
const agentThat = (
  mayConnect: (address: string) => boolean,
  { bounds, resolve = fromSystem, ca }: AgentOptions,
): Agent => {
  const roots = ca === undefined ? {} : { ca: [...rootCertificates, ...ca] };
  const lookup = lookupBy(resolve, mayConnect);
  const connect = buildConnector({ timeout: bounds.firstByteMs, lookup, ...roots });
  return new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    maxHeaderSize: bounds.headerBytes,
    headersTimeout: bounds.firstByteMs,
    bodyTimeout: bounds.firstByteMs,
    connect: (options, callback) => {
      if (isIP(options.hostname) !== 0 && !mayConnect(options.hostname))
        callback(new AddressRefused(options.hostname), null);
      else connect(options, callback);
    },
  });
};

export interface Agents {
  /** For the whole world: public addresses only. */
  readonly world: Agent;
  /** For our own sources, which may stand on inner addresses. Never shared with strangers' hosts. */
  readonly own: Agent;
}
export const createAgents = (options: AgentOptions): Agents => ({
  world: agentThat(isPublicAddress, options),
  own: agentThat(() => true, options),
});
