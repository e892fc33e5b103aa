import type { LiveReceipt, Receipt, TurnedDown } from '../contract.ts';

const folderOf = (url: string): string => new URL('.', url).href;
const relativeTo = (url: string, other: string): string =>
  other.startsWith(folderOf(url)) ? other.slice(folderOf(url).length) : other;

/**
 * The receipt of a message. Each of its articles has a page: the first is the receipt's address, the others stand behind
 * the id, relative to it.
 */
export const receiptOf = (id: string, url: string, others: readonly string[] = []): LiveReceipt => ({
  state: 'live',
  remoteId: [id, ...others.map((other) => relativeTo(url, other))].join(' '),
  url,
});

/** The platform's own id; ids have no spaces. */
export const idOf = ({ remoteId }: LiveReceipt): string => remoteId.split(' ')[0] ?? '';

/** The page of every article, in order. */
export const urlsOf = ({ remoteId, url }: LiveReceipt): string[] => [
  url,
  ...remoteId
    .split(' ')
    .slice(1)
    .map((other) => new URL(other, url).href),
];

/** The platform's statistics name a publication by its msg_data_id, which no other answer tells. */
export const withStats = (receipt: Receipt | TurnedDown, dataId: string): Receipt | TurnedDown =>
  receipt.state === 'live' && dataId !== '' ? { ...receipt, statsRef: dataId } : receipt;
