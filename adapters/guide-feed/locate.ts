import type { Copy, Io, Receipt, Rendition } from '../contract.ts';
import { lookAtPage } from './client.ts';
import type { GuideSetting } from './settings.ts';

/** The consumer's page of this guide, whichever revision it shows. */
export const locate = async ({ itemId }: Rendition, _: Receipt | null, io: Io<GuideSetting>): Promise<Copy | null> => {
  const page = await lookAtPage(io, itemId);
  if (page === null) return null;
  const { url, title, text, images, links, revision } = page;
  return { url, title, text, images, links, revision };
};
