import { z } from 'zod';
import { uploadAsset } from '../items/assets.ts';
import { previewItem, receiveItem } from '../items/receive.ts';
import { itemRequestSchema } from '../items/request.ts';
import { contentSchema } from '../core/content.ts';
import { addEndpoint, type Api } from './endpoint.ts';
import { issueSchema, tellIssue } from './errors.ts';
import { EXAMPLES } from './examples.ts';

const receivedSchema = z
  .object({
    id: z.uuid(),
    externalId: z.string(),
    revision: z.int(),
    hash: z.string().describe('内容的 SHA-256；更正时作为 previous 带回'),
    url: z.url().describe('稿件的全部情况'),
    created: z.boolean().describe('false 表示同一内容早已收到'),
    issues: z.array(issueSchema).describe('提醒；不影响发布'),
  })
  .meta({ id: 'Received', description: '收稿回执' });

const previewSchema = z
  .object({
    hash: z.string().describe('审签时写入 approvals[].hash，即针对此内容'),
    content: contentSchema.describe('清洗后的内容'),
    issues: z.array(issueSchema),
    renditions: z.array(
      z.object({ channel: z.string(), channelName: z.string(), title: z.string(), body: z.string(), text: z.string() }),
    ),
  })
  .meta({ id: 'Preview', description: '预览：问题清单与各渠道稿，不保存' });

const assetSchema = z
  .object({
    id: z.string().describe('内容的 SHA-256；正文图片写作 asset:编号'),
    mime: z.string(),
    bytes: z.int(),
    width: z.int().nullable(),
    height: z.int().nullable(),
  })
  .meta({ id: 'Asset', description: '已上传的附件或图片' });

const tag = '收稿';
const body = { kind: 'raw-json', schema: itemRequestSchema, examples: EXAMPLES } as const;

const addItem = (api: Api, origin: () => string): void =>
  addEndpoint(
    api,
    {
      method: 'post',
      path: '/api/items',
      tag,
      summary: '报送一篇已审签的稿件',
      description:
        '同一外部编号、同一内容重发，回答与首次相同（只有目录事项 catalogEntry 可随之改列）；内容不同须带 previous 作为更正。所有问题一次列出，有问题则什么都不改变。',
      who: 'item-write',
      body,
      answers: { 202: { description: '已收下，随即分发到各渠道', schema: receivedSchema } },
      errors: ['other-unit', 'other-content', 'stale-previous', 'not-found'],
    },
    async ({ c, actor, body: input }) => {
      const { item, created, issues } = await receiveItem(api.ctx, input, actor);
      const url = `${origin()}/api/items/${item.id}`;
      return c.json({ ...item, url, created, issues: issues.map(tellIssue) }, 202, { location: url });
    },
  );

const addPreview = (api: Api): void =>
  addEndpoint(
    api,
    {
      method: 'post',
      path: '/api/items/preview',
      tag,
      summary: '预览：问题清单、内容 hash 与各渠道稿，不保存',
      who: 'item-write',
      body,
      answers: { 200: { description: '预览', schema: previewSchema } },
      errors: ['other-unit'],
    },
    async ({ c, actor, body: input }) => {
      const { hash, content, issues, renditions } = await previewItem(api.ctx, input, actor);
      const shown = renditions.map(({ channel, rendition: { title, body: markup, text } }) => ({
        channel: channel.id,
        channelName: channel.name,
        title,
        body: markup,
        text,
      }));
      return c.json({ hash, content, issues: issues.map(tellIssue), renditions: shown });
    },
  );

const addAssets = (api: Api): void =>
  addEndpoint(
    api,
    {
      method: 'post',
      path: '/api/assets',
      tag,
      summary: '上传附件或图片',
      description: '以内容的 SHA-256 为编号，同一文件只存一份。类型由内容判断；文本文件请给出 name。',
      who: 'item-write',
      query: z.strictObject({ name: z.string().max(255).optional().describe('文件名，只用于区分 txt 与 csv') }),
      body: { kind: 'bytes' },
      answers: { 201: { description: '已保存', schema: assetSchema } },
    },
    async ({ c, body: bytes, query }) => c.json(await uploadAsset(api.ctx, bytes as Uint8Array, query.name), 201),
  );

/** How items come in. */
export const addIntake = (api: Api, origin: () => string): void => {
  addItem(api, origin);
  addPreview(api);
  addAssets(api);
};
