import { z } from 'zod';

const fileSchema = z.string().regex(/^[0-9a-f]{32}\.[a-z0-9]+$/);

/** The body of a PUT as the README describes it. */
export const documentSchema = z.object({
  item: z.string().min(1),
  revision: z.int().min(1),
  path: z.string().regex(/^[a-z0-9-]+\/\d{6}\/[0-9a-f]{16}\.html$/),
  title: z.string().min(1),
  html: z.string().startsWith('<article>').endsWith('</article>'),
  text: z.string(),
  files: z.array(fileSchema),
  tags: z.array(z.tuple([z.string(), z.string()])),
  card: z.looseObject({ source: z.string(), unit: z.object({ id: z.string(), name: z.string() }).optional() }),
});

/** The body of a DELETE. */
export const withdrawnSchema = z.object({
  kind: z.enum(['gone', 'replaced', 'withdrawn', 'removed-by-order']),
  reason: z.string(),
  replacedBy: z.string().optional(),
});
export type Withdrawn = z.infer<typeof withdrawnSchema>;

/** An article as this CMS keeps it; `withdrawn` once it was taken back. */
export interface Article {
  readonly version: number;
  readonly document: z.infer<typeof documentSchema>;
  readonly withdrawn: Withdrawn | null;
}

export interface StoredFile {
  readonly type: string;
  readonly base64: string;
}
