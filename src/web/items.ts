import { z } from 'zod';
import type { Permission } from '../core/permissions.ts';
import type { Actor } from '../accounts/actor.ts';
import { readItemAs, resolveAbsentAs, retryAs, withdrawAs } from '../deliveries/acts.ts';
import { idSchema, lineSchema } from '../items/line.ts';
import { listItems, listQuerySchema } from '../items/list.ts';
import { getItem } from '../items/read.ts';
import { itemSchema, itemSummarySchema, withdrawalSchema } from '../items/views.ts';
import { addEndpoint, type Api } from './endpoint.ts';

const tag = '稿件';
const channelIds = z.array(idSchema).min(1).max(50).optional().describe('不填为所有渠道');

const withdrawSchema = z.strictObject({ ...withdrawalSchema.shape, reason: lineSchema(500), channels: channelIds });
const retrySchema = z.strictObject({ channels: channelIds });
const resolveSchema = z.strictObject({ channel: idSchema });
const itemPageSchema = z.object({
  items: z.array(itemSummarySchema),
  next: z.string().nullable().describe('下一页的 cursor；null 为末页'),
});

const addReading = (api: Api): void => {
  addEndpoint(
    api,
    {
      method: 'get',
      path: '/api/items',
      tag,
      summary: '稿件列表，新的在前',
      who: 'item-read',
      query: listQuerySchema,
      answers: { 200: { description: '一页稿件', schema: itemPageSchema } },
    },
    async ({ c, query, actor }) => c.json(await listItems(api.ctx, query, actor)),
  );
  addEndpoint(
    api,
    {
      method: 'get',
      path: '/api/items/{id}',
      tag,
      summary: '一篇稿件的全部情况：版本、审签、分发、回执、步骤、事件',
      who: 'item-read',
      answers: { 200: { description: '稿件', schema: itemSchema } },
      errors: ['not-found', 'other-unit'],
    },
    async ({ c, param, actor }) => c.json(await readItemAs(api.ctx, param('id'), actor)),
  );
};

interface Verb<B extends z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly schema: B;
  readonly who: Permission;
  readonly run: (asked: { itemId: string; actor: Actor; body: z.output<B> }) => Promise<unknown>;
}

/** `POST /api/items/{id}/<verb>`: changes what is wanted, and answers the item as it stands then. */
const addVerb = <B extends z.ZodType>(api: Api, { name, summary, schema, who, run }: Verb<B>): void => {
  addEndpoint(
    api,
    {
      method: 'post',
      path: `/api/items/{id}/${name}`,
      tag,
      summary,
      who,
      body: { kind: 'json', schema },
      answers: { 202: { description: '已接受，随即执行', schema: itemSchema } },
      errors: ['not-found', 'not-now', 'other-unit'],
    },
    async ({ c, actor, body, param }) => {
      const itemId = param('id');
      await run({ itemId, actor, body });
      return c.json(await getItem(api.ctx, itemId), 202);
    },
  );
};

/** What is known of items, and what may be asked of them after they came in. */
export const addItems = (api: Api): void => {
  const { ctx } = api;
  addReading(api);
  addVerb(api, {
    name: 'withdraw',
    summary: '撤回：从各渠道撤下，并留下种类与原因',
    schema: withdrawSchema,
    who: 'item-withdraw',
    run: ({ body: { channels, ...withdrawal }, itemId, actor }) =>
      withdrawAs(ctx, { itemId, withdrawal, channelIds: channels }, actor),
  });
  addVerb(api, {
    name: 'retry',
    summary: '重试：失败、待确认或等待中的分发立即再试',
    schema: retrySchema,
    who: 'delivery-retry',
    run: ({ body: { channels }, itemId, actor }) => retryAs(ctx, { itemId, channelIds: channels }, actor),
  });
  addVerb(api, {
    name: 'resolve',
    summary: '人工确认：已在平台上核对，未知结果的那一步并未发生',
    schema: resolveSchema,
    who: 'delivery-resolve',
    run: ({ body: { channel }, itemId, actor }) => resolveAbsentAs(ctx, { itemId, channelId: channel }, actor),
  });
};
