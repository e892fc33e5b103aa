import { z } from 'zod';

/** A count that is missing was not told; it is never 0. */
const count = z.coerce.number().int().min(0).optional();
const text = z.string().default('');
const listOf = <T extends z.ZodType>(row: T) => z.array(row).default([]);
const isDelay = z.boolean().default(false);

/** getarticleread, getarticleshare: one day, article by article; `msgid` is `<msg_data_id>_<idx>`. */
export const articleDaySchema = z.object({
  is_delay: isDelay,
  list: listOf(
    z.object({ ref_date: text, msgid: text, detail: z.object({ read_user: count, share_user: count }).default({}) }),
  ),
});

/** getarticletotaldetail: what was published on one day, summed up to each later day. */
export const articleTotalSchema = z.object({
  is_delay: isDelay,
  list: listOf(
    z.object({
      msgid: text,
      content_url: text,
      detail_list: listOf(z.object({ stat_date: text, read_user: count, share_user: count })),
    }),
  ),
});

/** getbizsummary: the account, day by day. */
export const accountDaySchema = z.object({
  is_delay: isDelay,
  list: listOf(
    z.object({
      ref_date: text,
      detail: z
        .object({
          read_user: count,
          share_user: count,
          zaikan_user: count,
          like_user: count,
          comment_count: count,
          collection_user: count,
          redirect_ori_page_user: count,
          send_page_count: count,
        })
        .default({}),
    }),
  ),
});

/** getusersummary has a row per day and source; getusercumulate one per day. */
export const followersSchema = z.object({
  list: listOf(z.object({ ref_date: text, new_user: count, cancel_user: count, cumulate_user: count })),
});
