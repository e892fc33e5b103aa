import type { PersonActor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import type { Content } from '../core/content.ts';
import { showChannel, type ChannelPreview } from '../items/drafts/preview.ts';
import { readItemAs } from './acts.ts';
import { loadManuscript } from './manuscript.ts';

export interface Renditions {
  readonly title: string;
  readonly content: Content;
  readonly channels: readonly ChannelPreview[];
}

/**
 * What was approved, newest revision, and what each channel it goes to makes of it. Throws `not-found`, `no-permission`,
 * `other-unit`.
 */
export const showRenditions = async (ctx: Context, itemId: string, actor: PersonActor): Promise<Renditions> => {
  const { id, title, revision, deliveries } = await readItemAs(ctx, itemId, actor);
  const manuscript = await loadManuscript(ctx.db, { itemId: id, revision });
  const channels = deliveries
    .flatMap(({ channel }) => ctx.channels.get(channel) ?? [])
    .filter(({ off }) => off === null)
    .map((channel) => showChannel({ channel, rendition: channel.adapter.render(manuscript, channel.settings) }));
  return { title, content: manuscript.content, channels };
};
