/**
 * The address that a text means, or null. Not by `URL.canParse`, which reads each address twice and, on Node 20, was seen to
 * accept one with a base that `new URL` then refused.
 */
export const parseUrl = (text: string, base?: string | URL): URL | null => {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
};
