/** Nothing is remembered of a copy: the next look asks for all of it and judges it in full. */
export const FORGOTTEN = { expectedHash: null, etag: null, lastModified: null, bodyHash: null, textHash: null };
