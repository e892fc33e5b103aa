import type { Limits, Quota, Source, TextLimit } from '../contract.ts';

const official = (page: string): Source => ({
  document: `developers.weixin.qq.com/doc/${page}`,
  checkedOn: '2026-11-23',
  certainty: 'verified',
});
const draftPage = official('subscription/api/draftbox/draftmanage/api_draft_add');
const quotaPage = official('service/Message_Management/API_Call_Limits.html');
const ours = (why: string): Source => ({ document: why, checkedOn: '2026-11-23', certainty: 'design' });
const massPage = official('service/guide/product/message/Batch_Sends.html');
const perDay = (name: string, calls: number, source: Source = quotaPage): Quota => ({ name, perDay: calls, source });

/**
 * What the account allows. Title: 32 字 of the draft page; 64 half-width units, which reports name, follow from it. Body:
 * the same cell also says 2 KB, which published articles of 100 KB contradict.
 */
export const limits: Limits = {
  title: { max: 32, unit: 'codepoint', source: draftPage },
  body: { max: 19_999, unit: 'codepoint', source: draftPage },
  images: {
    max: 50,
    bytes: 20_000_000,
    types: ['image/jpeg', 'image/png', 'image/webp'],
    source: ours('由本系统转成上传接口接受的 1 MB 以下 JPEG 或 PNG；每张一次调用，逐张上传'),
  },
  rate: { max: 30, perMs: 60_000, source: ours('这些接口没有公布每分钟的上限，远低于通常的上限') },
  atOnce: 8,
  quotas: {
    stable_token: perDay('取令牌', 500_000),
    'stable_token/force': perDay('强制换令牌', 20, official('subscription/api/base/api_getstableaccesstoken')),
    'draft/add': perDay('新建草稿', 1_000),
    'draft/get': perDay('查看草稿', 500),
    'draft/delete': perDay('删除草稿', 1_000),
    'draft/batchget': perDay('列出草稿', 1_000),
    'freepublish/submit': perDay('发布', 100),
    'freepublish/get': perDay('查询发布结果', 100),
    'freepublish/delete': perDay('删除已发布文章', 10),
    'freepublish/getarticle': perDay('查看已发布文章', 100),
    'freepublish/batchget': perDay('列出已发布文章', 100),
    'message/mass/sendall': perDay('群发接口', 100),
    // Not calls of their own: what an account may send successfully, by its type.
    'mass/subscription': perDay('群发（订阅号）', 1, massPage),
    'mass/service': { ...perDay('群发（服务号）', 4, massPage), perMonth: 4 },
    // 30 days are asked at the first time, each once for every call.
    ...Object.fromEntries(
      [
        ['getarticleread', '阅读统计'],
        ['getarticleshare', '分享统计'],
        ['getarticletotaldetail', '文章累计统计'],
        ['getbizsummary', '账号统计'],
        ['getusersummary', '关注变化统计'],
        ['getusercumulate', '关注总数统计'],
      ].map(([call = '', name = '']) => [`datacube/${call}`, perDay(name, 200, ours('没有公布，按最省的用'))]),
    ),
    'message/mass/get': perDay('查询群发结果', 100, ours('没有公布，与查询发布结果一样节省')),
    'message/mass/delete': perDay('删除群发', 10, ours('没有公布，与删除已发布文章一样节省')),
  },
};

/** The other fields of a draft. The digest is 128 字 on the page and 120 in the editor: the lower one is safe with both. */
export const FIELDS: Readonly<Record<'author' | 'digest' | 'sourceUrl', TextLimit>> = {
  author: { max: 16, unit: 'codepoint', source: draftPage },
  digest: { max: 120, unit: 'codepoint', source: draftPage },
  sourceUrl: { max: 1_024, unit: 'byte', source: draftPage },
};

/** Below 1 MB, says the page of uploadimg, not at it. */
export const UPLOAD_MAX_BYTES = 1_000_000;
/** Longest image address to reckon with where an `asset:` stands; real ones have some 160 characters. */
export const IMAGE_URL_MAX = 220;
