import type { Channel, Context } from '../context.ts';
import type { ReportBlock, ReportKey } from '../core/reports.ts';
import type { Entries } from './entries.ts';
import { fillBlock, type Facts, type Known } from './fill.ts';
import { ANNUAL } from './forms/annual.ts';
import { KINDS } from './periods.ts';
import { countShown, readPublished, total, type Published } from './known/publications.ts';
import { knownOf, readReaders } from './known/readers.ts';
import { accountOf, portalOf } from './places.ts';

const PAGE_SOURCES = ['beacon', 'access-log'] as const;

/** 栏目类别 (国办发〔2017〕47号) that make 概况类信息 and 政务动态信息. */
const OVERVIEW = ['概况信息', '机构职能', '负责人信息'];
const NEWS = ['工作动态'];

const settingsOf = ({ settings, name }: Channel): (readonly [string, Known])[] => {
  const source = `渠道“${name}”的设置`;
  const of = (setting: string): Known => {
    const value = settings[setting] ?? '';
    return value === '' || value === '待填'
      ? { value: null, source: `${source}中没有填，请补上，或在此填报` }
      : { value, source };
  };
  return [
    ['unit', of('organizer')],
    ['site-name', of('siteName')],
    ['home-url', of('baseUrl')],
    ['organizer', of('organizer')],
    ['site-id-code', of('siteIdCode')],
    ['icp', of('icp')],
    ['police', of('police')],
  ];
};

const publishedOf = (rows: readonly Published[], name: string): (readonly [string, Known])[] => {
  const of = (what: string, counts: (row: Published) => boolean): Known => ({
    value: total(rows, counts),
    source: `经本系统本年首次在“${name}”发布的${what}，更正不重复计`,
  });
  return [
    ['published', of('信息', () => true)],
    [
      'published-overview',
      of(`信息中栏目类别为${OVERVIEW.join('、')}的`, (row) => OVERVIEW.includes(row.columnType ?? '')),
    ],
    ['published-news', of('信息中栏目类别为工作动态的', (row) => NEWS.includes(row.columnType ?? ''))],
    ['published-catalog', of('信息中列入政务公开标准目录的', ({ isCatalog }) => isCatalog)],
    ['interpretations', of('政策解读', ({ type }) => type === 'interpretation')],
    ['interpretation-texts', of('政策解读', ({ type }) => type === 'interpretation')],
  ];
};

const portalFacts = async ({ db }: Context, portal: Channel, key: ReportKey): Promise<(readonly [string, Known])[]> => {
  const window = KINDS[key.kind].windowOf(key.period);
  const channelId = portal.id;
  const published = await readPublished(db, channelId, window);
  const readers = await readReaders(db, channelId, window);
  const services = await countShown(db, { channelId, type: 'guide', window });
  return [
    ...settingsOf(portal),
    ...publishedOf(published, portal.name),
    ['visitors', knownOf(readers, 'visitors', PAGE_SOURCES)],
    ['visits', knownOf(readers, 'visits', PAGE_SOURCES)],
    ['services', { value: services, source: `年末经本系统在“${portal.name}”展示的办事指南` }],
  ];
};

const accountFacts = async (
  { db }: Context,
  account: Channel,
  key: ReportKey,
): Promise<(readonly [string, Known])[]> => {
  const window = KINDS[key.kind].windowOf(key.period);
  const posts = total(await readPublished(db, account.id, window));
  const readers = await readReaders(db, account.id, window);
  return [
    ['media', { value: '是', source: `已配置渠道“${account.name}”` }],
    ['wechat', { value: account.name, source: `渠道“${account.name}”的名称` }],
    ['wechat-posts', { value: posts, source: `经本系统本年首次在“${account.name}”发布的信息` }],
    ['wechat-followers', knownOf(readers, 'followers', ['datacube'])],
  ];
};

/** 政府网站工作年度报表: every line of the form, filled as far as the system knows. */
export const annualBlocks = async (ctx: Context, key: ReportKey, entries: Entries): Promise<readonly ReportBlock[]> => {
  const [portal, account] = [portalOf(ctx), accountOf(ctx)];
  const known = [
    ...(portal ? await portalFacts(ctx, portal, key) : []),
    ...(account ? await accountFacts(ctx, account, key) : []),
  ];
  const facts: Facts = new Map(known);
  return ANNUAL.map((block) => fillBlock(block, { kind: key.kind, facts, entries }));
};
