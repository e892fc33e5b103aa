import { permit, eventActor, type Actor } from '../accounts/actor.ts';
import { dbClock } from '../audits/clock.ts';
import type { Context } from '../context.ts';
import { beijingDay } from '../core/time.ts';
import { writeEvents } from '../events.ts';
import type { NoticeTargetRow } from '../../db/schema/index.ts';
import { claimTarget, recordFailed, recordSent, releaseTarget, type Outcome } from './claim.ts';
import { countStillOpen, gatherDaily, gatherUrgent } from './gather.ts';
import { isDigestDue, isUrgentDue, messageOf, type Message } from './rules.ts';
import { openSettings, readTarget } from './targets.ts';
import { WAYS } from './ways/index.ts';

type Fetch = typeof globalThis.fetch;

/** One message, the handshakes of a mail server included. */
const PATIENCE_MS = 60_000;

const LOST_KEY = '密钥已更换，地址解不开，请删除后重新添加';

const deliver = async (
  ctx: Context,
  target: NoticeTargetRow,
  message: Message,
  fetch: Fetch,
): Promise<string | null> => {
  const settings = openSettings(ctx, target);
  if (settings === null) return LOST_KEY;
  try {
    await WAYS[target.way].send(settings, message, {
      fetch,
      signal: AbortSignal.timeout(PATIENCE_MS),
      now: ctx.clock,
    });
    return null;
  } catch (error) {
    ctx.log.warn({ error, target: target.id }, 'notice not sent');
    const isNetwork = error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
    return error instanceof Error && !isNetwork ? error.message : '没有得到答复，请检查地址与网络';
  }
};

interface Due extends Outcome {
  readonly message: Message;
}

/** What is due to this target now. Null: nothing. */
const dueFor = async (ctx: Context, target: NoticeTargetRow, now: Date): Promise<Due | Outcome | null> => {
  const [url, today] = [`${ctx.origin}/console/desk`, beijingDay(now)];
  const urgent = await gatherUrgent(ctx, target);
  if (isUrgentDue(urgent, target, now)) {
    const message = messageOf({ fresh: urgent, stillOpen: await countStillOpen(ctx, target), url, kind: 'urgent' });
    return { target, kind: 'urgent', notices: urgent, today, message };
  }
  if (!isDigestDue(target, now)) return null;
  const daily = await gatherDaily(ctx, target);
  const stillOpen = await countStillOpen(ctx, target);
  const outcome: Outcome = { target, kind: 'digest', notices: daily, today };
  if (daily.length + stillOpen === 0) return outcome;
  return { ...outcome, message: messageOf({ fresh: daily, stillOpen, url, kind: 'digest' }) };
};

const tell = async (ctx: Context, target: NoticeTargetRow, fetch: Fetch): Promise<boolean> => {
  const due = await dueFor(ctx, target, await dbClock(ctx.db));
  if (due === null) {
    await releaseTarget(ctx.db, target.id);
    return false;
  }
  if (!('message' in due)) {
    await recordSent(ctx.db, due, true);
    return false;
  }
  const failure = await deliver(ctx, target, due.message, fetch);
  if (failure === null) await recordSent(ctx.db, due);
  else await recordFailed(ctx.db, due, failure);
  return failure === null;
};

/**
 * One round: every target that is due is told what it was not told yet. A message that went out and could not be
 * recorded goes out again: a notice too many harms less than one too few. Answers how many went out.
 */
export const sendNotices = async (ctx: Context, fetch: Fetch): Promise<number> => {
  const seen: string[] = [];
  let sent = 0;
  for (let target = await claimTarget(ctx.db, seen); target; target = await claimTarget(ctx.db, seen)) {
    seen.push(target.id);
    if (await tell(ctx, target, fetch)) sent += 1;
  }
  return sent;
};

/** 试发: says that it works, at once, whatever is due. Null: it went out; otherwise why not. Throws `no-permission`, `not-found`. */
export const tryTarget = async (
  ctx: Context,
  id: string,
  actor: Actor,
  fetch: Fetch = globalThis.fetch,
): Promise<string | null> => {
  permit(actor, 'setting-manage');
  const target = await readTarget(ctx.db, id);
  const subject = '【一稿】试发';
  const text = `${subject}\n收到这条消息，说明通知可以送达。\n${ctx.origin}/console/desk`;
  const failure = await deliver(ctx, target, { subject, text }, fetch);
  const data = { targetId: id, name: target.name, failure };
  await writeEvents(ctx.db, [{ actor: eventActor(actor), kind: 'notice-tried', data }]);
  return failure;
};
