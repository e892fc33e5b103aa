import { z } from 'zod';
import { importChunk, importedLines } from '../reach/import.ts';
import { AppError } from '../core/errors.ts';
import { keepSamples } from '../reach/samples.ts';
import { JSON_LIMIT, limitBody, readText } from './body.ts';
import { addEndpoint, type Api } from './endpoint.ts';

const count = (about: string) => z.int().describe(about);
export const importedSchema = z
  .object({
    added: count('新计入的浏览'),
    again: count('以前已计入的行'),
    strange: count('指向未知稿件的行'),
    late: count('日期已结账、不再计入的行'),
    broken: count('不是 nginx combined 格式的行'),
  })
  .meta({ id: 'ReachImported', description: '一批日志行的导入结果' });

const place = { channel: z.string(), file: z.string().regex(/^[0-9a-f]{16,64}$/) };
const placeQuery = z.strictObject(place);
const chunkQuery = z.strictObject({
  ...place,
  lines: z.coerce.number().int().min(0),
  last: z.enum(['yes', 'no']).default('no'),
});

/** A consumer reports what its pages counted; verified by the channel's adapter, the newest report of a day counts. */
export const addConsumerReports = ({ ctx, app }: Api): void => {
  app.post('/reach/:channelId/report', limitBody(JSON_LIMIT), async (c) => {
    const channel = ctx.channels.get(c.req.param('channelId'));
    if (!channel?.adapter.readReport || channel.off !== null)
      throw new AppError('not-found', { what: '接收报送的渠道' });
    const request = { headers: c.req.header(), body: await readText(c) };
    const { status, told } = channel.adapter.readReport(request, channel.settings, ctx.clock());
    await keepSamples(ctx.db, { channelId: channel.id, source: 'consumer', told });
    return c.body(null, status);
  });
};

/** Server logs, a chunk at a time: what `npx yigao reach import` sends. */
export const addImports = (api: Api): void => {
  addEndpoint(
    api,
    {
      method: 'get',
      path: '/api/reach/imports',
      tag: '传播',
      summary: '一个日志文件已导入到第几行',
      who: 'reach-import',
      query: placeQuery,
      answers: { 200: { description: '行数；0 为尚未导入', schema: z.object({ lines: z.int() }) } },
    },
    async ({ c, query }) => c.json({ lines: await importedLines(api.ctx, query.channel, query.file) }),
  );
  addEndpoint(
    api,
    {
      method: 'post',
      path: '/api/reach/imports',
      tag: '传播',
      summary: '导入一批访问日志行；同一行再来不重复计',
      description:
        '每行依次为：它是第几条相同的行、它是这一秒的第几行、nginx combined 格式的原行，以空格分开。地址只在内存中换算，不保存。',
      who: 'reach-import',
      query: chunkQuery,
      body: { kind: 'bytes' },
      answers: { 200: { description: '结果', schema: importedSchema } },
      errors: ['not-found'],
    },
    async ({ c, query, actor, body }) => {
      const text = new TextDecoder().decode(body as Uint8Array);
      const { channel: channelId, file, lines, last } = query;
      return c.json(await importChunk(api.ctx, { channelId, file, lines, text, isLast: last === 'yes', actor }));
    },
  );
};
