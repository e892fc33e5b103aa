import { z } from 'zod';
import { listCatalogEntries } from '../catalog/entries.ts';
import {
  catalogEntrySchema,
  channelSchema,
  columnSchema,
  listChannels,
  listColumns,
  listUnits,
  unitSchema,
} from '../items/reference.ts';
import { addEndpoint, type Api } from './endpoint.ts';

/** What an item may name: units, columns, 目录事项, channels. */
export const addReference = (api: Api): void => {
  const { ctx } = api;
  const lists = [
    { name: 'units', summary: '单位', schema: unitSchema, read: () => listUnits(ctx) },
    { name: 'columns', summary: '栏目', schema: columnSchema, read: () => listColumns(ctx) },
    {
      name: 'catalog',
      summary: '目录事项及其公开时限',
      schema: catalogEntrySchema,
      read: () => listCatalogEntries(ctx.db),
    },
    { name: 'channels', summary: '渠道及其能力', schema: channelSchema, read: () => listChannels(ctx) },
  ];
  for (const { name, summary, schema, read } of lists) {
    addEndpoint(
      api,
      {
        method: 'get',
        path: `/api/${name}`,
        tag: '目录',
        summary,
        who: 'item-read',
        answers: { 200: { description: summary, schema: z.object({ [name]: z.array(schema) }) } },
      },
      async ({ c }) => c.json({ [name]: await read() }),
    );
  }
};
