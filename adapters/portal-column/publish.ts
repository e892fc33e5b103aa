import type { Io, LiveReceipt, Receipt, Withdrawal, Withdrawn } from '../contract.ts';
import { checkTransport, type TransportName } from './check-settings.ts';
import * as cms from './cms/publish.ts';
import * as folder from './folder/publish.ts';
import type { PortalRendition } from './render.ts';
import type { PortalSetting } from './settings.ts';

type PortalIo = Io<PortalSetting>;

/** A way to the portal. All begin with the step `look` and are public from the step `article` on. */
interface Transport {
  publish(rendition: PortalRendition, io: PortalIo): Promise<LiveReceipt>;
  update(receipt: Receipt, rendition: PortalRendition, io: PortalIo): Promise<LiveReceipt>;
  withdraw(receipt: Receipt, withdrawal: Withdrawal, io: PortalIo): Promise<Withdrawn>;
  /** Where readers find it, by the portal's own books; null where these surely know nothing of it. */
  addressOf(rendition: PortalRendition, io: PortalIo): Promise<string | null>;
}
const TRANSPORTS: Readonly<Record<TransportName, Transport>> = { folder, cms };

/** Throws `signed-out` while a setting is missing. */
export const transportOf = ({ settings }: PortalIo): Transport => TRANSPORTS[checkTransport(settings)];

export const publish = async (rendition: PortalRendition, io: PortalIo): Promise<LiveReceipt> =>
  transportOf(io).publish(rendition, io);

export const update = async (receipt: Receipt, rendition: PortalRendition, io: PortalIo): Promise<LiveReceipt> =>
  transportOf(io).update(receipt, rendition, io);

export const withdraw = async (receipt: Receipt, withdrawal: Withdrawal, io: PortalIo): Promise<Withdrawn> =>
  transportOf(io).withdraw(receipt, withdrawal, io);
