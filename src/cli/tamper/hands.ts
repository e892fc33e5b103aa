import { join } from 'node:path';
import type { FindingKind } from '../../core/findings.ts';
import type { Client, DeliveryView, ItemView } from '../client.ts';

/** What reaches the demo's platforms past the service. */
export interface Hands {
  readonly client: Client;
  readonly origin: string;
  /** Where the demo keeps its platforms. */
  readonly dataDir: string;
  readonly signal: AbortSignal;
}
/** One thing done behind the service's back. */
export interface Tampered {
  /** Null: it was done to a column or account, not to a copy. */
  readonly item: string | null;
  /** Of the item, or the name of the column or account. */
  readonly title: string;
  readonly channel: string;
  readonly channelName: string;
  /** Chinese: what was done. */
  readonly what: string;
  /** What the next audit should say of it. */
  readonly expects: FindingKind;
}
/** Does its one thing to the first it fits among these; empty: there is none. */
export type Tampering = (items: readonly ItemView[], hands: Hands) => Promise<readonly Tampered[]>;

/** A copy that is known to be right: what is wrong already would say nothing about the next audit. */
export const faithful = ({ deliveries }: ItemView, channel: string): DeliveryView | null =>
  deliveries.find((each) => each.channel === channel && each.audit?.verdict === 'same') ?? null;

type Done = Pick<Tampered, 'what' | 'expects'>;
export const told = (item: ItemView, { channel, channelName }: DeliveryView, done: Done): Tampered => ({
  item: item.id,
  title: item.title,
  channel,
  channelName,
  ...done,
});

/** The portal's file of a copy. */
export const portalFile = ({ url }: DeliveryView, { origin, dataDir }: Hands): string =>
  join(dataDir, 'portal', 'htdocs', decodeURIComponent((url ?? '').slice(`${origin}/portal/`.length)));

/** The last part of an article's address on WeChat. */
export const pageOf = ({ url }: DeliveryView): string => (url ?? '').split('/').at(-1) ?? '';

/** False: the platform's own hand found nothing to change. */
export const byHand = async ({ origin }: Hands, path: string, body: unknown): Promise<boolean> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.ok && ((await response.json()) as { changed: boolean }).changed;
};
