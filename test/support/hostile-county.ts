import { sql } from 'drizzle-orm';
import { guideFeed } from '../../adapters/guide-feed/index.ts';
import { createGuideSandbox } from '../../adapters/guide-feed/sandbox.ts';
import type { Adapter } from '../../adapters/contract.ts';
import { portalColumn } from '../../adapters/portal-column/index.ts';
import { createPortalSandbox } from '../../adapters/portal-column/sandbox.ts';
import { wechatAccount } from '../../adapters/wechat-account/index.ts';
import { createWechatSandbox } from '../../adapters/wechat-account/sandbox.ts';
import type { Database } from '../../db/client.ts';
import type { Channel } from '../../src/context.ts';
import type { ContentInput } from '../../src/core/content.ts';
import { cleanHtml } from '../../src/items/clean-html.ts';
import { ASSET, ATTACKS } from '../fixtures/hostile-html.ts';
import { buildContent, buildGuideContent } from './factories.ts';
import type { StageOptions } from './stage.ts';

/** Every attack as plain text: nobody cleans a title, a reason or a name. */
export const HOSTILE_TEXT = ATTACKS.join(' ');
/** As many of them as a field takes, so many characters. */
const fitting = (most: number): string =>
  ATTACKS.reduce((text, attack) => (text.length + attack.length < most ? `${text} ${attack}` : text), '问');
/** What a body's attacks leave once they came in by the only door there is for HTML. */
const hostileBody = (): string => {
  // Its picture would have to be there.
  const attacks = ATTACKS.filter((attack) => !attack.includes(ASSET));
  return cleanHtml(`<p>正文</p>${attacks.join('')}`, 'body').html;
};

const hostileGuide = (): ContentInput => ({
  ...buildGuideContent({
    agency: fitting(100),
    basis: [fitting(200)],
    conditions: [fitting(200)],
    materials: [{ name: fitting(50), source: fitting(50), form: '原件', copies: 1, required: true }],
    steps: [{ name: fitting(50) }, { name: fitting(50), days: 3 }],
    place: fitting(200),
    hours: fitting(200),
    questions: [{ question: fitting(200), answer: fitting(2_000) }],
  }),
  title: fitting(200),
});

/** Columns that hold no text of anybody's: names of states, kinds and rules, hashes, addresses, what others refer to. */
const NO_TEXT =
  /(^|_)(id|ids|key|hash|token|secret|kind|type|sealed|field|status|state|stage|action|actual|desired|verdict|severity|source|scope|metric|period|mime|way|host|email|username|role|roles|scopes|fault|form|ref|url|etag|fingerprint|subject|decision|conclusion|password|ip_address|provider|identifier|value|job|call|referrer|file|last_modified|cursor|salt|window)$/;

/** Values that are anybody's all the same. */
const TEXT_ALL_THE_SAME = /^report_entries\.value$/;

interface Column extends Record<string, unknown> {
  readonly table: string;
  readonly column: string;
  readonly isJson: boolean;
}

/** Every column that holds text or JSON. Steps have names, and those are an adapter's. */
const textColumns = (db: Database) =>
  db.execute<Column>(sql`
    select c.table_name as table, c.column_name as column, c.data_type = 'jsonb' as "isJson"
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb')
      and c.is_generated = 'NEVER' and c.table_name <> 'steps' order by 1, 2`);

/** In JSON, behind the first Chinese letter of each string: names of things have none. */
const worsened = ({ column, isJson }: Column) => {
  const text = sql.identifier(column);
  if (!isJson) return sql`${text} || ${HOSTILE_TEXT}`;
  const quoted = JSON.stringify(HOSTILE_TEXT).slice(1, -1).replaceAll('\\', '\\\\');
  return sql`regexp_replace(${text}::text, '(": ?"[^"]*?[一-龥])', ${`\\1${quoted}`}, 'g')::jsonb`;
};

/**
 * Writes the attacks behind every text there is, below all doors: a new column is taken along, and one that holds no text of
 * anybody's must be named. Answers the columns that now hold them.
 */
export const poison = async (db: Database): Promise<string[]> => {
  const columns = (await textColumns(db)).filter(
    ({ table, column }) => !NO_TEXT.test(column) || TEXT_ALL_THE_SAME.test(`${table}.${column}`),
  );
  for (const each of columns)
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      const at = sql.identifier(each.column);
      await tx.execute(sql`update ${sql.identifier(each.table)} set ${at} = ${worsened(each)} where ${at} is not null`);
    });
  // HTML is trusted once it is stored, and stored by the cleaner alone. Every item is shown as a guide, too.
  const whole = JSON.stringify({ body: hostileBody(), guide: hostileGuide().guide });
  for (const table of ['drafts', 'revisions'])
    await db.execute(sql`update ${sql.identifier(table)} set content = content || ${whole}::jsonb`);
  return columns.map(({ table, column }) => `${table}.${column}`);
};

export const hostileContent = (): ContentInput =>
  buildContent({
    title: fitting(200),
    shortTitle: fitting(32),
    source: fitting(50),
    summary: fitting(100),
    body: hostileBody(),
  });

export interface HostileChannel {
  readonly name: string;
  readonly open: () => StageOptions;
  readonly content: () => ContentInput;
}

/** Each kind of channel, whose limits are not asked: what the gate refuses is shown in a preview all the same. */
export const HOSTILE_CHANNELS: readonly HostileChannel[] = [
  {
    name: 'portal',
    open: () => ({ adapter: portalColumn, createSandbox: createPortalSandbox }),
    content: hostileContent,
  },
  {
    name: 'wechat',
    open: () => ({ adapter: wechatAccount, createSandbox: createWechatSandbox }),
    content: hostileContent,
  },
  { name: 'esanming', open: () => ({ adapter: guideFeed, createSandbox: createGuideSandbox }), content: hostileGuide },
];

const settingsOf = ({ settings }: Adapter) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, { default: fallback }]) => [name, fallback ?? 'http://platform.test']),
  );

/** The same kinds as channels of the console's world. */
export const hostileChannels = (): Channel[] =>
  HOSTILE_CHANNELS.map(({ name, open }) => {
    const { adapter } = open();
    return { id: name, name: `渠道${HOSTILE_TEXT}`, adapter, settings: settingsOf(adapter), off: null };
  });
