import { createHash, createHmac } from 'node:crypto';

export interface Key {
  readonly id: string;
  readonly secret: string | Uint8Array;
}

/** What is signed of a request: the names of its components and their values, in order. */
export type Components = readonly (readonly [name: string, value: string])[];

/**
 * RFC 9421 sections 2.5 and 3.3.3: the signature over the components and over its own parameters, which begin with `;`.
 * Answers the value of `Signature-Input` and of `Signature`, without their label.
 */
export const signComponents = (components: Components, parameters: string, secret: Key['secret']) => {
  const input = `(${components.map(([name]) => `"${name}"`).join(' ')})${parameters}`;
  const base = [...components, ['@signature-params', input]].map(([name, value]) => `"${name}": ${value}`);
  return { input, signature: createHmac('sha256', secret).update(base.join('\n')).digest('base64') };
};

/** RFC 9530. */
export const contentDigest = (body: Uint8Array): string =>
  `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

export interface Unsigned {
  readonly method: string;
  readonly url: URL;
  /** Lower case; all of them are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}
/** What makes each signature another one, so that a request cannot be sent again by who overheard it. */
export interface Once {
  readonly at: Date;
  readonly nonce: string;
}

/** Headers of the signed request, see README. */
export const signRequest = ({ method, url, headers, body }: Unsigned, key: Key, { at, nonce }: Once) => {
  const own = { ...headers, ...(body ? { 'content-digest': contentDigest(body) } : {}) };
  const components: Components = [
    ['@method', method],
    ['@authority', url.host],
    ['@path', url.pathname],
    ...Object.entries(own),
  ];
  const created = Math.floor(at.getTime() / 1000);
  const parameters = `;created=${created};nonce="${nonce}";alg="hmac-sha256";keyid="${key.id}"`;
  const { input, signature } = signComponents(components, parameters, key.secret);
  return { ...own, 'signature-input': `yigao=${input}`, signature: `yigao=:${signature}:` };
};
