import { asc } from 'drizzle-orm';
import { z } from 'zod';
import { channels as channelRows, columns, units, type ChannelRow } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { ITEM_TYPE_NAMES, ITEM_TYPES } from '../core/content.ts';
import { TEXT_UNIT_NAMES } from '../core/text.ts';
import { quotaBoard, readSpent } from '../deliveries/quotas.ts';

export const unitSchema = z
  .object({ id: z.string(), name: z.string() })
  .meta({ id: 'Unit', description: '单位', example: { id: 'xzfb', name: '明溪县人民政府办公室' } });

export const columnSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    keywords: z.array(z.string()),
    type: z.string().describe('栏目类别'),
  })
  .meta({ id: 'Column', description: '栏目' });

export const catalogEntrySchema = z
  .object({
    id: z.string(),
    name: z.string().describe('公开事项'),
    columnId: z.string().describe('栏目编号'),
    timeLimit: z.string().describe('公开时限，目录中的原文'),
    since: z.string().describe('自哪天起成文的信息受它约束'),
  })
  .meta({ id: 'CatalogEntry', description: '目录事项：政务公开标准目录中的一行' });

const textLimit = z.object({ max: z.int(), unit: z.string() });
export const channelSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string().describe('渠道种类'),
    on: z.boolean(),
    offBecause: z.string().nullable().describe('未启用的原因'),
    pausedUntil: z.iso.datetime().nullable().describe('暂停至；平台恢复后自动继续'),
    pausedBecause: z.string().nullable(),
    held: z
      .object({ by: z.string(), because: z.string(), at: z.string() })
      .nullable()
      .describe('人工暂停：何人何时因何暂停，恢复后才继续'),
    takes: z.array(z.enum(ITEM_TYPES)).describe('接收的稿件类型'),
    takesNames: z.array(z.string()),
    canUpdate: z.boolean().describe('能否原地更正；不能的渠道先撤旧稿再发新稿'),
    limits: z.object({
      title: textLimit,
      body: textLimit,
      images: z.object({ max: z.int(), bytes: z.int(), types: z.array(z.string()) }),
      callsPerDay: z.record(z.string(), z.int()).describe('平台各接口每天可调用的次数'),
    }),
    quotas: z
      .array(
        z.object({
          call: z.string().describe('平台接口'),
          name: z.string(),
          perDay: z.int(),
          usedToday: z.int(),
          perMonth: z.int().nullable(),
          usedThisMonth: z.int().nullable(),
          leftToday: z.int().describe('今天还可调用的次数'),
        }),
      )
      .describe('额度表：各接口今天（北京时间）已用与剩余的次数，最紧的在前'),
  })
  .meta({ id: 'Channel', description: '渠道的能力卡' });
export type ChannelCard = z.infer<typeof channelSchema>;

export const listUnits = ({ db }: Context) => db.select().from(units).orderBy(asc(units.id));
export const listColumns = ({ db }: Context) => db.select().from(columns).orderBy(asc(columns.id));

type Pauses = ReadonlyMap<string, Pick<ChannelRow, 'pausedUntil' | 'pausedBecause' | 'held'>>;

/** What every configured channel can do, and whether it does. */
export const listChannels = async ({ db, channels, clock }: Context): Promise<ChannelCard[]> => {
  const spent = await readSpent(db);
  const pauses: Pauses = new Map((await db.select().from(channelRows)).map((row) => [row.id, row]));
  return [...channels.values()].map(({ id, name, adapter, off }) => {
    const { title, body, images, quotas } = adapter.limits;
    const pause = pauses.get(id);
    const paused = pause?.pausedUntil && pause.pausedUntil > clock() ? pause : null;
    return {
      id,
      name,
      kind: adapter.kind,
      on: off === null,
      offBecause: off,
      pausedUntil: paused?.pausedUntil?.toISOString() ?? null,
      pausedBecause: paused?.pausedBecause ?? null,
      held: pause?.held ?? null,
      takes: [...adapter.takes],
      takesNames: adapter.takes.map((type) => ITEM_TYPE_NAMES[type]),
      canUpdate: adapter.update !== undefined,
      limits: {
        title: { max: title.max, unit: TEXT_UNIT_NAMES[title.unit] },
        body: { max: body.max, unit: TEXT_UNIT_NAMES[body.unit] },
        images: { max: images.max, bytes: images.bytes, types: [...images.types] },
        callsPerDay: Object.fromEntries(Object.entries(quotas).map(([call, { perDay }]) => [call, perDay])),
      },
      quotas: quotaBoard(quotas, spent.get(id)),
    };
  });
};
