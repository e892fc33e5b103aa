import type { Context as Call } from 'hono';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
export type FileType = keyof typeof TYPES;

export interface FileToSend {
  readonly name: string;
  readonly type: FileType;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** A file to keep, by a name in any script (RFC 6266). */
export const sendFile = (c: Call, { name, type, body }: FileToSend): Response => {
  const full = `${name}.${type}`;
  const plain = full.replaceAll(/[^\w.-]/g, '_');
  return c.body(body, 200, {
    'content-type': TYPES[type],
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(full)}`,
  });
};
