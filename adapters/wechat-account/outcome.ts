import type { Receipt, TurnedDown } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { call, outcomeSchema, type Outcome } from './client.ts';
import { usedUpUntil } from './errors.ts';
import { permanentUrls } from './locate.ts';
import { receiptOf } from './pages.ts';
import type { WechatIo } from './settings.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * When to ask, counted from the submission, if no callback came: a publication takes seconds, an account may do 100 a day,
 * and all of them share 100 questions a day.
 */
export const ASK_AFTER_MS = [2 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 72 * HOUR];

/** Something the platform works on, and the two ways to hear what became of it. */
export interface Job<T> {
  /** What its callback names. */
  readonly ref: string;
  /** Since when; ISO. */
  readonly at: string;
  /** The callbacks' last final word; null: none yet. */
  readonly told: () => Promise<T | null>;
  /** One question of few; null: still at it. */
  readonly ask: () => Promise<T | null>;
  readonly settle: (word: T) => Promise<Receipt | TurnedDown>;
}

/** Null when still at it; a date when today's questions are used up. */
const askSparingly = async <T>({ ask }: Job<T>): Promise<{ readonly word: T | null } | Date> => {
  try {
    return { word: await ask() };
  } catch (error) {
    const until = usedUpUntil(error);
    if (until) return until;
    throw error;
  }
};

/**
 * What became of a job: told by the callback, or asked for sparsely. It stays in review while it waits for tomorrow's
 * questions, since only then a callback wakes it. After three days a person has to look.
 */
export const awaitWord = async <T>(job: Job<T>, io: WechatIo): Promise<Receipt | TurnedDown> => {
  const inReview = (checkAt: Date): Receipt => ({
    state: 'in-review',
    remoteId: job.ref,
    url: null,
    checkAt: checkAt.toISOString(),
  });
  const news = await job.told();
  if (news) return job.settle(news);
  const since = Date.parse(job.at);
  const age = io.now().getTime() - since;
  const next = ASK_AFTER_MS.find((after) => after > age);
  const isDue = age >= Math.min(...ASK_AFTER_MS);
  const answer = isDue ? await askSparingly(job) : { word: null };
  if (answer instanceof Date) return inReview(answer);
  if (answer.word) return job.settle(answer.word);
  if (next === undefined)
    throw new ChannelError('outcome-unknown', '提交三天后微信仍未给出发布结果，请登录公众平台核对');
  return inReview(new Date(since + next));
};

/** publish_status, but for 0 (published) and 1 (publishing). */
export const FAILURES: Readonly<Record<number, string>> = {
  2: '原创校验未通过，请核对是否与他人的原创文章重复，更正后重发',
  3: '微信发布失败，请登录公众平台查看原因，更正后重发',
  4: '平台审核未通过，请登录公众平台查看原因，更正后重发',
  5: '文章发布后已被人在公众平台删除，如需恢复请更正后重发',
  6: '文章发布后被平台封禁，请登录公众平台查看原因',
};
const PUBLISHED = 0;
const PUBLISHING = 1;

/** `at`: ISO. */
export type Submitted = { readonly publishId: string; readonly at: string };

const settle = async (outcome: Outcome, io: WechatIo): Promise<Receipt | TurnedDown> => {
  const { publish_status: status, article_id: remoteId, article_detail: detail } = outcome;
  const reason = FAILURES[status];
  if (reason !== undefined) return { state: 'turned-down', reason };
  if (status !== PUBLISHED)
    throw new ChannelError('outcome-unknown', `微信答复了未知的发布状态 ${status}，请到公众平台核对`);
  const told = detail.item.map(({ article_url: url }) => url).filter(Boolean);
  const [url, ...others] = told.length > 0 ? told : await permanentUrls(io, remoteId);
  if (remoteId === '' || url === undefined)
    throw new ChannelError('outcome-unknown', '微信说已发布，却没有给出文章地址，稍后再查');
  return receiptOf(remoteId, url, others);
};

const unlessPublishing = (outcome: Outcome): Outcome | null => (outcome.publish_status === PUBLISHING ? null : outcome);

/** What became of a publication; one word may follow another when an article is deleted or banned at once. */
export const outcomeOf = ({ publishId, at }: Submitted, io: WechatIo): Promise<Receipt | TurnedDown> =>
  awaitWord<Outcome>(
    {
      ref: publishId,
      at,
      told: async () => {
        const events = (await io.callbacks(publishId)).map((data) => outcomeSchema.safeParse(data));
        return events.flatMap(({ data }) => (data && unlessPublishing(data)) ?? []).at(-1) ?? null;
      },
      ask: async () => unlessPublishing(await call(io, 'freepublish/get', { publish_id: publishId })),
      settle: (outcome) => settle(outcome, io),
    },
    io,
  );
