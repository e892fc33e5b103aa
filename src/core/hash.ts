const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of text (as UTF-8) or bytes, in lower-case hex. WebCrypto, so that it also runs at the edge. */
export const sha256 = async (data: string | Uint8Array): Promise<string> => {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);
  return hex(await crypto.subtle.digest('SHA-256', bytes));
};
