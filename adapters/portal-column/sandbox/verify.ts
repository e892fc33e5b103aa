import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Collection } from '../../kit/sandbox-store.ts';

/** How far the two clocks may differ, and how long a nonce is remembered: beyond, the time refuses it. */
const SKEW_S = 300;
const ALWAYS = ['@method', '@authority', '@path'];
/** Fields that must be signed where they are sent. */
const WHERE_SENT = ['content-type', 'content-digest', 'if-match', 'if-none-match'];

export interface Verifier {
  readonly keyId: string;
  readonly secret: string;
  readonly clock: () => Date;
  /** Nonces by the second they were used. */
  readonly nonces: Collection<number>;
}

interface Signature {
  readonly components: readonly string[];
  /** As sent: the inner list with its parameters. */
  readonly input: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

const read = (headers: Headers): Signature | null => {
  const input = /^yigao=(\(("[a-z@-]+"(?: "[a-z@-]+")*)\)((?:;[a-z]+=(?:\d+|"[^"\\]*"))+))$/.exec(
    headers.get('signature-input') ?? '',
  );
  const bytes = /^yigao=:([A-Za-z0-9+/=]+):$/.exec(headers.get('signature') ?? '')?.[1];
  if (!input || bytes === undefined) return null;
  const [, whole = '', names = '', rest = ''] = input;
  const pairs = Array.from(rest.matchAll(/;([a-z]+)=(?:"([^"]*)"|(\d+))/g), ([, name = '', text, digits]) => [
    name,
    text ?? digits ?? '',
  ]);
  return {
    components: names.split(' ').map((name) => name.slice(1, -1)),
    input: whole,
    parameters: Object.fromEntries(pairs) as Record<string, string>,
    bytes: Buffer.from(bytes, 'base64'),
  };
};

const valueOf = (name: string, request: Request, url: URL): string | null => {
  if (name === '@method') return request.method;
  if (name === '@authority') return url.host;
  if (name === '@path') return url.pathname;
  return request.headers.get(name);
};

const isSigned = ({ components, input, bytes }: Signature, request: Request, secret: string): boolean => {
  const url = new URL(request.url);
  const lines = components.map((name) => `"${name}": ${valueOf(name, request, url)}`);
  const base = [...lines, `"@signature-params": ${input}`].join('\n');
  const wanted = createHmac('sha256', secret).update(base).digest();
  return wanted.length === bytes.length && timingSafeEqual(wanted, bytes);
};

const digestOf = (body: Uint8Array): string => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

/** Why a request is not to be believed, or null. Whoever passes has used up its nonce. */
export const findForgery = (request: Request, body: Uint8Array, verifier: Verifier): string | null => {
  const { keyId, secret, clock, nonces } = verifier;
  const signature = read(request.headers);
  if (!signature) return '没有签名或签名格式不对';
  const { components, parameters } = signature;
  const { created = '', nonce = '', alg, keyid } = parameters;
  const now = Math.floor(clock().getTime() / 1000);
  const wanted = [...ALWAYS, ...WHERE_SENT.filter((name) => request.headers.has(name))];
  if (keyid !== keyId || alg !== 'hmac-sha256') return '密钥编号或算法不对';
  if (wanted.some((name) => !components.includes(name))) return `须签名：${wanted.join(' ')}`;
  if (new URL(request.url).search !== '') return '不接受查询参数';
  if (!isSigned(signature, request, secret)) return '签名不对';
  if (body.length > 0 && request.headers.get('content-digest') !== digestOf(body)) return '内容与摘要不符';
  if (Math.abs(now - Number(created)) > SKEW_S) return '签名时间与本机时钟相差过大';
  for (const [old, at] of nonces.entries()) if (now - at > 2 * SKEW_S) nonces.delete(old);
  if (nonce.length < 16 || nonces.get(nonce) !== undefined) return '随机数过短或已用过';
  nonces.set(nonce, now);
  return null;
};
