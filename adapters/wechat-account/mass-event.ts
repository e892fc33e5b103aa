import { z } from 'zod';
import { idSchema, listOf } from './client.ts';

const count = z.coerce.number().catch(0);
/** `{Count, ResultList: {item}}`; XML has empty text where nothing is. */
const resultsOf = <T extends z.ZodRawShape>(shape: T) =>
  z
    .object({ ResultList: z.object({ item: listOf(z.object(shape)) }).catch({ item: [] }) })
    .transform(({ ResultList }) => ResultList.item)
    .catch([]);

const urlSchema = z.string().transform((url) => url.trim());

/** MASSSENDJOBFINISH as the platform sends it, read into what we keep. */
export const massEventSchema = z
  .object({
    MsgID: idSchema,
    Status: z.string().transform((status) => status.trim()),
    SentCount: count,
    CopyrightCheckResult: resultsOf({ OriginalArticleUrl: urlSchema.catch('') }),
    ArticleUrlResult: resultsOf({ ArticleUrl: urlSchema }),
  })
  .transform(({ MsgID, Status, SentCount, CopyrightCheckResult, ArticleUrlResult }) => ({
    msgId: MsgID,
    status: Status,
    sent: SentCount,
    /** Articles of others that ours was found to repeat. */
    originals: CopyrightCheckResult.flatMap(({ OriginalArticleUrl: url }) => (url === '' ? [] : [url])),
    urls: ArticleUrlResult.map(({ ArticleUrl }) => ArticleUrl),
  }));

/** The same, as kept with the callback. */
export const massResultSchema = z.object({
  msgId: z.string(),
  status: z.string(),
  sent: z.number(),
  originals: z.array(z.string()),
  urls: z.array(z.string()),
});
export type MassResult = z.infer<typeof massResultSchema>;

/** Ids of messages and of publications are families of their own: as references and receipts they must not meet. */
export const massRef = (msgId: string): string => `mass:${msgId}`;
/** The message that a receipt names; null for an article that was published. */
export const msgIdIn = (remoteId: string): string | null => /^mass:(.+)$/.exec(remoteId)?.[1] ?? null;
