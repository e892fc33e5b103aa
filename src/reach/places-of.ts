import type { Channel } from '../context.ts';
import type { Places } from './referrers.ts';

/** Settings in which a kind of channel says where its readers are. */
const ADDRESSES = ['baseUrl', 'consumerUrl'];

const addressesOf = ({ settings }: Channel): string[] =>
  ADDRESSES.flatMap((name) => (settings[name] ? [settings[name].replace(/\{id\}.*$/, '')] : []));

/** Where a channel's own pages are, and where those of the others. */
export const placesOf = (channels: ReadonlyMap<string, Channel>, channelId: string): Places => {
  const all = [...channels.values()];
  return {
    site: all.filter(({ id }) => id === channelId).flatMap(addressesOf),
    channels: all.filter(({ id }) => id !== channelId).flatMap(addressesOf),
  };
};
