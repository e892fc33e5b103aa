import type { Receipt, TurnedDown } from '../contract.ts';
import { draftOnly } from './publish/draft-only.ts';
import { freepublish } from './publish/freepublish.ts';
import { massSend } from './publish/mass-send.ts';
import type { PublishMode } from './publish/mode.ts';
import type { WechatRendition } from './render.ts';
import { chosen, type Mode, type WechatIo } from './settings.ts';

const MODES: Readonly<Record<Mode, PublishMode>> = {
  freepublish,
  'draft-only': draftOnly,
  'mass-send': massSend,
};

/** An action ends in the mode it began in, whatever the setting says meanwhile. */
const modeOf = async (io: WechatIo): Promise<PublishMode> =>
  MODES[await io.step<Mode>('mode', async () => chosen(io.settings, 'mode'), 'repeat')];

/** Images, cover, draft, and then what the mode makes of it. Nobody sees anything before the step `submit`. */
export const publish = async (rendition: WechatRendition, io: WechatIo): Promise<Receipt | TurnedDown> =>
  (await modeOf(io)).publish(rendition, io);

export const recall = async (rendition: WechatRendition, io: WechatIo): Promise<boolean> =>
  (await (await modeOf(io)).recall?.(rendition, io)) ?? false;
