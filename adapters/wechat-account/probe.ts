import type { WechatIo } from './settings.ts';
import { createTokens } from './token.ts';

/** A token proves AppID, AppSecret and the list of allowed addresses at once, and changes nothing: it stays the one in use. */
export const probe = async (io: WechatIo): Promise<string> => {
  await createTokens().get(io);
  return '取到了接口令牌：AppID、AppSecret 和 IP 白名单都有效。';
};
