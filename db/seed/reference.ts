import { sql } from 'drizzle-orm';
import type { Column, Unit } from '../../adapters/contract.ts';
import type { Database } from '../client.ts';
import { catalogEntries, columns, units } from '../schema/index.ts';

export const UNITS: readonly Unit[] = [
  { id: 'xzfb', name: '明溪县人民政府办公室' },
  { id: 'xmzj', name: '明溪县民政局' },
  { id: 'xrsj', name: '明溪县人力资源和社会保障局' },
  { id: 'xscjgj', name: '明溪县市场监督管理局' },
  { id: 'xuefeng', name: '明溪县雪峰镇人民政府' },
];

/** `type` is a 栏目类别 of 国办发〔2017〕47号. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'zcwj',
    name: '政策文件',
    description: '明溪县人民政府及县政府办公室主动公开的政策文件',
    keywords: ['政策文件', '规范性文件'],
    type: '政策文件',
  },
  {
    id: 'zcjd',
    name: '政策解读',
    description: '明溪县政策文件的解读',
    keywords: ['政策解读'],
    type: '政策解读',
  },
  {
    id: 'tzgg',
    name: '通知公告',
    description: '明溪县人民政府及各部门的通知与公告',
    keywords: ['通知', '公告'],
    type: '工作动态',
  },
  {
    id: 'zwdt',
    name: '政务动态',
    description: '明溪县各乡镇各部门的工作动态',
    keywords: ['政务动态', '明溪'],
    type: '工作动态',
  },
  {
    id: 'bszn',
    name: '办事指南',
    description: '明溪县政务服务事项的办事指南',
    keywords: ['办事指南', '政务服务'],
    type: '办事服务',
  },
];

/** Rows of the county's 政务公开标准目录, with 公开时限 as such catalogs word them; in force from the demo's first month on. */
export const CATALOG = [
  { id: 'zcwj', name: '行政规范性文件', columnId: 'zcwj', timeLimit: '信息形成（变更）20个工作日内' },
  { id: 'zcjd', name: '政策解读', columnId: 'zcjd', timeLimit: '自信息形成或者变更之日起20个工作日内予以公开' },
  { id: 'tzgg', name: '通知公告', columnId: 'tzgg', timeLimit: '及时公开' },
].map((entry) => ({ ...entry, since: '2026-12-01' }));

/** Makes the units, columns and catalog of the demo county known; again, and nothing changes. */
export const seedReference = async (db: Database): Promise<void> => {
  await db
    .insert(units)
    .values([...UNITS])
    .onConflictDoUpdate({ target: units.id, set: { name: sql`excluded.name` } });
  await db
    .insert(columns)
    .values(COLUMNS.map((column) => ({ ...column, keywords: [...column.keywords] })))
    .onConflictDoNothing();
  await db.insert(catalogEntries).values(CATALOG).onConflictDoNothing();
};
