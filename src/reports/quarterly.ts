import type { Context } from '../context.ts';
import { FINDINGS } from '../core/findings.ts';
import type { ReportBlock, ReportKey } from '../core/reports.ts';
import { SEVERITY_NAMES } from '../core/severity.ts';
import { beijingDay } from '../core/time.ts';
import { blockOf, counted } from './blocks.ts';
import type { Entries } from './entries.ts';
import { fillBlock } from './fill.ts';
import { QUARTERLY } from './forms/quarterly.ts';
import { readChecked, readFound, readOpenThen, type Checked, type Found, type OpenThen } from './known/findings.ts';
import { KINDS } from './periods.ts';

/** As many as one reads; the console's list has the rest. */
const MOST_LISTED = 100;
const PASSED = '合格：季末没有未消除的严重问题的副本';

const percent = (part: number, whole: number): string => (whole === 0 ? '—' : `${((100 * part) / whole).toFixed(1)}%`);
const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((all, row) => all + of(row), 0);

/** Findings of all kinds together. */
const manyOf = (found: readonly Found[]) => ({
  opened: sum(found, (row) => row.opened),
  closed: sum(found, (row) => row.closed),
  open: sum(found, (row) => row.open),
});

const checkedBlock = (checked: readonly Checked[], nameOf: (id: string | null) => string): ReportBlock => {
  const [copies, wrong, places] = [
    sum(checked, (row) => row.copies),
    sum(checked, (row) => row.wrong),
    sum(checked, (row) => row.places),
  ];
  const source = '系统巡检记录';
  return blockOf('检查数量和合格率', {
    paragraphs: [
      `本季度共巡检 ${checked.filter((row) => row.copies > 0).length} 个渠道的公开副本 ${copies} 份，栏目、首页和账号 ${places} 个；` +
        `其中合格 ${copies - wrong} 份，合格率 ${percent(copies - wrong, copies)}。`,
    ],
    lines: [
      counted('copies', '检查公开副本', { value: copies, unit: '份', source: `${source}：季内曾公开并已巡检的副本` }),
      counted('passed', '合格', { value: copies - wrong, unit: '份', source: PASSED }),
      counted('places', '检查栏目、首页和账号', { value: places, unit: '个', source: `${source}：季末前已看过的` }),
    ],
    tables: [
      {
        name: '各渠道检查情况',
        note: `${PASSED}。每份副本与审签的原稿逐字比对。`,
        head: ['渠道', '检查副本（份）', '合格（份）', '合格率', '检查栏目、首页和账号（个）'],
        rows: checked.map((row) => [
          nameOf(row.channelId),
          row.copies,
          row.copies - row.wrong,
          percent(row.copies - row.wrong, row.copies),
          row.places,
        ]),
      },
    ],
  });
};

/** What a kind of finding says, without the facts of one. */
const wordsOf = ({ finding }: Pick<Found, 'finding'>): string =>
  FINDINGS[finding].summary.replaceAll(/[：，]?\{\w+\}/g, '') || FINDINGS[finding].advice;

interface Naming {
  readonly nameOf: (channelId: string | null) => string;
  readonly origin: string;
}

const foundBlock = (found: readonly Found[], open: readonly OpenThen[], { nameOf, origin }: Naming): ReportBlock =>
  blockOf('存在问题', {
    paragraphs: [`本季度发现问题 ${manyOf(found).opened} 个，季末尚有 ${manyOf(found).open} 个未消除。`],
    tables: [
      {
        name: '问题种类',
        note: '同一副本的同一种问题消除后再次出现，计为又一个。',
        head: ['问题', '严重程度', '季内发现（个）', '季内消除（个）', '季末未消除（个）'],
        rows: found.map((row) => [
          wordsOf(row),
          SEVERITY_NAMES[FINDINGS[row.finding].severity],
          row.opened,
          row.closed,
          row.open,
        ]),
      },
      {
        name: '季末未消除的问题及证据',
        note: `严重的在前，最多列 ${MOST_LISTED} 个；证据（两段原文、时间、状态、快照）在所列地址，登录后查看。`,
        head: ['问题', '稿件', '渠道', '严重程度', '责任单位', '期限', '发现', '此后', '证据'],
        rows: open.map(({ id, text, title, channelId, severity, finding, unit, dueAt, openedAt, closedAt }) => [
          text,
          title,
          nameOf(channelId),
          SEVERITY_NAMES[severity ?? FINDINGS[finding].severity],
          unit ?? '全县',
          beijingDay(new Date(dueAt)),
          beijingDay(new Date(openedAt)),
          closedAt === null ? '尚未消除' : `${beijingDay(new Date(closedAt))} 消除`,
          `${origin}/console/findings/${id}`,
        ]),
      },
    ],
  });

const mendedBlock = (found: readonly Found[]): ReportBlock => {
  const { opened, closed, open } = manyOf(found);
  const source = '系统问题记录（以巡检再次看到一致为准）';
  return blockOf('整改情况', {
    paragraphs: [
      open === 0
        ? `本季度消除问题 ${closed} 个，季末没有未消除的问题。`
        : `本季度消除问题 ${closed} 个；季末未消除的 ${open} 个，责任单位和期限见“存在问题”。`,
    ],
    lines: [
      counted('opened', '发现问题', { value: opened, unit: '个', source }),
      counted('closed', '消除问题', { value: closed, unit: '个', source }),
      counted('open', '季末未消除', { value: open, unit: '个', source }),
    ],
  });
};

/** 季度自查通报: what was checked, what passed, what was wrong, what became of it, and where the evidence is. */
export const quarterlyBlocks = async (
  ctx: Context,
  key: ReportKey,
  entries: Entries,
): Promise<readonly ReportBlock[]> => {
  const window = KINDS[key.kind].windowOf(key.period);
  const nameOf = (id: string | null): string => (id === null ? '—' : (ctx.channels.get(id)?.name ?? id));
  const [checked, found, open] = [
    await readChecked(ctx.db, window),
    await readFound(ctx.db, window),
    await readOpenThen(ctx.db, window, MOST_LISTED),
  ];
  return [
    checkedBlock(checked, nameOf),
    foundBlock(found, open, { nameOf, origin: ctx.origin }),
    mendedBlock(found),
    ...QUARTERLY.map((block) => fillBlock(block, { kind: key.kind, facts: new Map(), entries })),
  ];
};
