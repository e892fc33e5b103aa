import type { Receipt, TurnedDown } from '../../contract.ts';
import type { WechatRendition } from '../render.ts';
import type { WechatIo } from '../settings.ts';

/** One way from a rendition to a public article. Its step `submit` is the one after which readers may see it. */
export interface PublishMode {
  publish(rendition: WechatRendition, io: WechatIo): Promise<Receipt | TurnedDown>;
  /** As in the contract; absent: too late. */
  recall?(rendition: WechatRendition, io: WechatIo): Promise<boolean>;
}
