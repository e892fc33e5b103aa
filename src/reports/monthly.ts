import type { Channel, Context } from '../context.ts';
import type { Day } from '../core/days.ts';
import { beijingDay } from '../core/time.ts';
import type { Metric } from '../core/reach.ts';
import { METRICS } from '../core/reach.ts';
import type { ReportBlock, ReportKey, ReportLine } from '../core/reports.ts';
import { counted } from './blocks.ts';
import type { Entries } from './entries.ts';
import { fillBlock } from './fill.ts';
import { accountFields, MONTHLY_FOOT } from './forms/monthly.ts';
import { readChecked, type Checked } from './known/findings.ts';
import { readPublished, readRhythm, total, type Rhythm } from './known/publications.ts';
import { knownOf, readReaders } from './known/readers.ts';
import { KINDS } from './periods.ts';
import { accountsOf } from './places.ts';

/** Readers' numbers of an account; for the office's own use, and never a ranking. */
const READERS: readonly Metric[] = [
  'readers',
  'shares',
  'likes',
  'comments',
  'followers',
  'new-followers',
  'lost-followers',
];

/** 10 days is the province's bound, 14 the nation's (standards §1.5, V-M2.1). */
const rhythmLines = (id: string, { newest, longestPause }: Rhythm): ReportLine[] => [
  counted(`${id}:newest`, '最近一次发布', { value: newest, unit: '', source: '经本系统发布的信息' }),
  counted(`${id}:pause`, '最长未更新', {
    value: longestPause,
    unit: '天',
    source: '与本月相交的最长一次间隔，至月末；省规定不超过10天，国办规定不超过14天',
  }),
];

const auditLines = (id: string, row: Checked | undefined): ReportLine[] => [
  counted(`${id}:copies`, '检查公开副本', { value: row?.copies ?? 0, unit: '份', source: '系统巡检记录' }),
  counted(`${id}:wrong`, '月末有严重问题的副本', { value: row?.wrong ?? 0, unit: '份', source: '系统问题记录' }),
];

interface Month {
  readonly key: ReportKey;
  readonly entries: Entries;
  readonly checked: readonly Checked[];
  readonly today: Day;
}

const accountBlock = async (
  { db }: Context,
  { id, name }: Channel,
  { key, entries, checked, today }: Month,
): Promise<ReportBlock> => {
  const window = KINDS[key.kind].windowOf(key.period);
  const posts = total(await readPublished(db, id, window));
  const figures = await readReaders(db, id, window);
  const { lines: entered, ...block } = fillBlock(
    { title: name, fields: accountFields(id) },
    { kind: key.kind, facts: new Map(), entries },
  );
  // What is still to come is no pause.
  const rhythm = await readRhythm(db, id, { ...window, to: window.to < today ? window.to : today });
  return {
    ...block,
    lines: [
      counted(`${id}:posts`, '信息发布量', { value: posts, unit: '篇', source: '经本系统本月首次发布的信息' }),
      ...rhythmLines(id, rhythm),
      ...READERS.map((metric) =>
        counted(`${id}:${metric}`, METRICS[metric].name, {
          unit: METRICS[metric].unit,
          ...knownOf(figures, metric, ['datacube']),
        }),
      ),
      ...auditLines(
        id,
        checked.find(({ channelId }) => channelId === id),
      ),
      ...entered,
    ],
  };
};

/** 政务新媒体月报: a block for each account. */
export const monthlyBlocks = async (
  ctx: Context,
  key: ReportKey,
  entries: Entries,
): Promise<readonly ReportBlock[]> => {
  const checked = await readChecked(ctx.db, KINDS[key.kind].windowOf(key.period));
  const month: Month = { key, entries, checked, today: beijingDay(ctx.clock()) };
  const blocks: ReportBlock[] = [];
  for (const account of accountsOf(ctx)) blocks.push(await accountBlock(ctx, account, month));
  return [...blocks, fillBlock(MONTHLY_FOOT, { kind: key.kind, facts: new Map(), entries })];
};
