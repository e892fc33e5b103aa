import { errors } from 'undici';
import type { LookFault } from '../look.ts';

/** Why an exchange told nothing, and what a person can do about it. */
export interface Refusal {
  readonly cause: LookFault;
  readonly text: string;
}
export const refusal = (cause: LookFault, text: string): Refusal => ({ cause, text });

/** Thrown inside the connector, where undici takes nothing but an error. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

export const ADDRESS_REFUSED = refusal(
  'address-refused',
  '该网址指向内部网络、本机或云平台地址，已拒绝连接；请核对网址，确为本单位站点的请由管理员登记为自有来源',
);
export const TOO_SLOW = refusal('too-slow', '对方过久没有回答或传输过慢，已中止；稍后会再看，持续如此请联系该站点运维');
export const STOPPED = refusal('stopped', '巡检已中止，本次未看到结果；下次巡检会再看');

export const tooLarge = (what: string): Refusal =>
  refusal('too-large', `${what}，已中止；请人工打开核对，如属正常请调高上限`);

const UNREACHABLE = '无法连接对方服务器；稍后会再看，持续如此请联系该站点运维';
const NOT_HTTP = refusal('undecodable', '对方的回答不合 HTTP 规范，请人工打开核对；网址的端口可能不是网站');
/** By undici's, Node's or OpenSSL's code. What is not listed is a connection that broke. */
const BY_CODE: Readonly<Record<string, Refusal>> = {
  UND_ERR_HEADERS_TIMEOUT: TOO_SLOW,
  UND_ERR_BODY_TIMEOUT: TOO_SLOW,
  UND_ERR_HEADERS_OVERFLOW: tooLarge('回答的头部过大'),
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: NOT_HTTP,
  ENOTFOUND: refusal('unreachable', '域名无法解析，请核对网址；稍后会再看'),
  EAI_AGAIN: refusal('unreachable', '域名暂时无法解析；稍后会再看，持续如此请检查本机的 DNS 设置'),
};
const TLS_CODE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$)/;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** What an error of the connection means. Told by type and code, never by its message. */
export const refusalOf = (error: unknown): Refusal => {
  if (error instanceof AddressRefused) return ADDRESS_REFUSED;
  const code = codeOf(error);
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (TLS_CODE.test(code)) return refusal('tls', `对方的证书不可信或加密连接失败（${code}），请联系该站点运维更换证书`);
  if (error instanceof errors.HTTPParserError) return NOT_HTTP;
  return refusal('unreachable', code === '' ? UNREACHABLE : `${UNREACHABLE}（${code}）`);
};
