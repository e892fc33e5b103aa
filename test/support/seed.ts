import type { Column, Unit } from '../../adapters/contract.ts';
import type { Database } from '../../db/client.ts';
import { channels, columns, units } from '../../db/schema/index.ts';

/** What a channel row needs; a `Channel` of the context fits. */
interface ChannelLike {
  readonly id: string;
  readonly name: string;
  readonly adapter: { readonly kind: string };
}

export const UNITS: readonly Unit[] = [
  { id: 'xzfb', name: '明溪县人民政府办公室' },
  { id: 'xmzj', name: '明溪县民政局' },
];

export const COLUMNS: readonly Column[] = [
  {
    id: 'zcwj',
    name: '政策文件',
    description: '县政府及县政府办公室文件',
    keywords: ['政策', '文件'],
    type: '政策文件',
  },
  { id: 'zcjd', name: '政策解读', description: '政策文件的解读', keywords: ['解读'], type: '政策解读' },
  { id: 'tzgg', name: '通知公告', description: '通知与公告', keywords: ['通知', '公告'], type: '工作动态' },
  { id: 'zwdt', name: '政务动态', description: '县里的工作动态', keywords: ['动态'], type: '工作动态' },
  { id: 'bszn', name: '办事指南', description: '办事指南', keywords: ['办事'], type: '办事服务' },
];

/** Units, columns and the given channels, so that items can refer to them. */
export const seedBasics = async (db: Database, configured: Iterable<ChannelLike> = []): Promise<void> => {
  await db.insert(units).values([...UNITS]);
  await db.insert(columns).values(COLUMNS.map((column) => ({ ...column, keywords: [...column.keywords] })));
  const rows = Array.from(configured, ({ id, name, adapter }) => ({ id, name, kind: adapter.kind }));
  if (rows.length > 0) await db.insert(channels).values(rows);
};
