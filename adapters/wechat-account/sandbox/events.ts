import { articlesOf } from './mass.ts';
import { describe } from './publications.ts';
import type { Push, State } from './state.ts';

const publication = (state: State, id: number) => {
  const { status = 3, articleId = null } = state.jobs.get(String(id)) ?? {};
  return {
    Event: 'PUBLISHJOBFINISH',
    PublishEventInfo: {
      publish_id: id,
      publish_status: status,
      ...(articleId && status === 0 ? { article_id: articleId, article_detail: describe(state, articleId) } : {}),
      ...(status === 2 || status === 4 ? { fail_idx: [1] } : {}),
    },
  };
};

/** An article of somebody else that ours is said to repeat. */
const ORIGINAL = 'http://mp.weixin.qq.com/s/original-of-somebody-else';
const copyright = (isReprint: boolean, isSent: boolean) => ({
  Count: isReprint ? 1 : 0,
  ResultList: isReprint
    ? {
        item: [
          {
            ArticleIdx: 1,
            UserDeclareState: 0,
            AuditState: 2,
            OriginalArticleUrl: ORIGINAL,
            OriginalArticleType: 1,
            CanReprint: 1,
            NeedReplaceContent: 1,
            NeedShowReprintSource: 1,
          },
        ],
      }
    : '',
  CheckState: isReprint ? (isSent ? 2 : 3) : 1,
});

const message = (state: State, id: number) => {
  const mass = state.masses.get(String(id));
  const status = mass?.status ?? 'send fail';
  const isSent = status === 'send success';
  const item = articlesOf(state, mass?.articleId ?? null).map((url, index) => ({
    ArticleIdx: index + 1,
    ArticleUrl: url,
  }));
  return {
    Event: 'MASSSENDJOBFINISH',
    MsgID: id,
    Status: status,
    TotalCount: 8_000,
    FilterCount: 8_000,
    SentCount: isSent ? 7_998 : 0,
    ErrorCount: isSent ? 2 : 0,
    CopyrightCheckResult: copyright(state.switches().massStatus.startsWith('err(3000'), isSent),
    ArticleUrlResult: { Count: item.length, ResultList: item.length > 0 ? { item } : '' },
  };
};

const EVENTS = { job: publication, mass: message };

/** What a push tells, as the platform's XML or JSON has it. */
export const eventOf = (state: State, { of, id, at }: Push) => ({
  ToUserName: state.account.userName,
  FromUserName: 'oMphelperMphelperMphelper001',
  CreateTime: Math.floor(at / 1_000),
  MsgType: 'event',
  ...EVENTS[of](state, id),
});
