import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { channels, deliveries, findings, items, noticesTold, type NoticeTargetRow } from '../../db/schema/index.ts';
import type { Actor } from '../accounts/actor.ts';
import { WAITS } from '../audits/list.ts';
import { listDeadlines, type Deadline } from '../catalog/deadlines.ts';
import type { Context } from '../context.ts';
import { findingText } from '../core/findings.ts';
import type { Notice } from '../core/notices.ts';
import { STATUS_NAMES } from '../core/states.ts';
import { listDue, listIssued } from '../reports/list.ts';

/** A message has ten lines; what is beyond this is only counted, and not exactly. */
const MOST = 200;
/** Days before a deadline and before a report is due that it is told: long enough to write, review and publish. */
const DEADLINE_DAYS = 3;
const REPORT_DAYS = 10;

type Target = Pick<NoticeTargetRow, 'id' | 'topics'>;

const untold = ({ id }: Target, key: SQL): SQL =>
  sql`not exists (select from ${noticesTold} where ${noticesTold.targetId} = ${id} and ${noticesTold.key} = ${key})`;

const FINDING_KEY = sql<string>`'finding:' || ${findings.id} || ':' || ${findings.times}`;
const OPEN_FINDINGS = and(WAITS, eq(findings.severity, 'critical'));

const gatherFindings = async (db: Database, target: Target): Promise<Notice[]> => {
  const rows = await db
    .select({
      key: FINDING_KEY,
      kind: findings.kind,
      facts: findings.facts,
      at: findings.openedAt,
      title: items.title,
      channel: channels.name,
    })
    .from(findings)
    .leftJoin(items, eq(items.id, findings.itemId))
    .leftJoin(channels, eq(channels.id, findings.channelId))
    .where(and(OPEN_FINDINGS, untold(target, FINDING_KEY)))
    .orderBy(asc(findings.openedAt))
    .limit(MOST);
  return rows.map(({ key, kind, facts, at, title, channel }) => {
    const where = [title && `《${title}》`, channel].filter(Boolean).join('，');
    return { topic: 'finding', key, text: `${findingText(kind, facts)}${where && `（${where}）`}`, at };
  });
};

const DELIVERY_KEY = sql<string>`'delivery:' || ${deliveries.id} || ':' || ${deliveries.generation} || ':' || ${deliveries.status}`;
const STUCK = inArray(deliveries.status, ['parked', 'refused']);

const gatherDeliveries = async (db: Database, target: Target): Promise<Notice[]> => {
  const rows = await db
    .select({
      key: DELIVERY_KEY,
      status: deliveries.status,
      fault: deliveries.faultText,
      at: deliveries.updatedAt,
      title: items.title,
      channel: channels.name,
    })
    .from(deliveries)
    .innerJoin(items, eq(items.id, deliveries.itemId))
    .innerJoin(channels, eq(channels.id, deliveries.channelId))
    .where(and(STUCK, untold(target, DELIVERY_KEY)))
    .orderBy(asc(deliveries.updatedAt))
    .limit(MOST);
  return rows.map(({ key, status, fault, at, title, channel }) => ({
    topic: 'delivery',
    key,
    text: `《${title}》${channel}：${STATUS_NAMES[status]}${fault === null ? '' : `，${fault}`}`,
    at,
  }));
};

/** Everybody's deadlines, asked for by the system itself. */
const SYSTEM: Actor = { name: 'notices', permissions: ['item-write', 'delivery-retry'], unitIds: [] };

/** A draft's words are nobody else's yet: it is only counted in days. */
const deadlineText = ({ about, title, because, day, daysLeft }: Deadline): string => {
  const left = daysLeft === null || daysLeft < 0 ? '已超期' : daysLeft === 0 ? '今天到期' : `还剩 ${daysLeft} 天`;
  return `${about === 'draft' ? '一篇草稿' : `《${title}》`}（${because}）：${day ?? ''} ${left}`;
};

const gatherDeadlines = async (ctx: Context): Promise<Notice[]> => {
  const deadlines = await listDeadlines(ctx, SYSTEM);
  return deadlines
    .filter(({ daysLeft }) => daysLeft !== null && daysLeft <= DEADLINE_DAYS)
    .map((deadline) => ({
      topic: 'deadline',
      key: `deadline:${deadline.about}:${deadline.id}:${deadline.day ?? ''}:${(deadline.daysLeft ?? 0) < 0 ? 'over' : 'near'}`,
      text: deadlineText(deadline),
      at: ctx.clock(),
    }));
};

const gatherReports = async (ctx: Context): Promise<Notice[]> => {
  const due = await listDue(ctx, await listIssued(ctx.db));
  return due
    .filter(({ isIssued, daysLeft }) => !isIssued && daysLeft <= REPORT_DAYS)
    .map(({ kind, period, label, name, dueOn, daysLeft }) => ({
      topic: 'report',
      key: `report:${kind}:${period}:${daysLeft < 0 ? 'over' : 'near'}`,
      text: `${label}${name}：${dueOn} 前${daysLeft < 0 ? `，已超 ${-daysLeft} 天` : ''}`,
      at: ctx.clock(),
    }));
};

const withoutTold = async (db: Database, { id }: Target, notices: readonly Notice[]): Promise<Notice[]> => {
  if (notices.length === 0) return [];
  const keys = notices.map(({ key }) => key);
  const told = await db
    .select({ key: noticesTold.key })
    .from(noticesTold)
    .where(and(eq(noticesTold.targetId, id), inArray(noticesTold.key, keys)));
  const known = new Set(told.map(({ key }) => key));
  return notices.filter(({ key }) => !known.has(key));
};

/** What is urgent, open now and not told to this target yet; oldest first. */
export const gatherUrgent = async ({ db }: Context, target: Target): Promise<readonly Notice[]> => [
  ...(target.topics.includes('finding') ? await gatherFindings(db, target) : []),
  ...(target.topics.includes('delivery') ? await gatherDeliveries(db, target) : []),
];

/** What may wait for the morning, near now and not told to this target yet. */
export const gatherDaily = async (ctx: Context, target: Target): Promise<readonly Notice[]> =>
  withoutTold(ctx.db, target, [
    ...(target.topics.includes('deadline') ? await gatherDeadlines(ctx) : []),
    ...(target.topics.includes('report') ? await gatherReports(ctx) : []),
  ]);

/** Urgent things that this target was told of before today and that are still so: what was told today is not news in the morning. */
export const countStillOpen = async ({ db }: Context, { id, topics }: Target): Promise<number> => {
  const told = (key: SQL): SQL =>
    sql`exists (select from ${noticesTold} where ${noticesTold.targetId} = ${id} and ${noticesTold.key} = ${key}
      and (${noticesTold.at} at time zone 'Asia/Shanghai')::date < (clock() at time zone 'Asia/Shanghai')::date)`;
  const many = { many: sql<number>`count(*)::int` };
  const [found] = topics.includes('finding')
    ? await db
        .select(many)
        .from(findings)
        .where(and(OPEN_FINDINGS, told(FINDING_KEY)))
    : [];
  const [stuck] = topics.includes('delivery')
    ? await db
        .select(many)
        .from(deliveries)
        .where(and(STUCK, told(DELIVERY_KEY)))
    : [];
  return (found?.many ?? 0) + (stuck?.many ?? 0);
};
