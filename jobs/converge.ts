import { hash } from 'node:crypto';
import type { LiveReceipt, Rendition } from '../adapters/contract.ts';
import type { DeliveryRow } from '../db/schema/index.ts';
import type { Channel, Context } from '../src/context.ts';
import { ChannelError } from '../src/core/faults.ts';
import { canonicalJson } from '../src/core/json.ts';
import { decide, type Action } from '../src/core/states.ts';
import { claimDelivery, claimFresh, findDelivery, type Claim, type ClaimInput } from '../src/deliveries/claim.ts';
import { loadManuscript } from '../src/deliveries/manuscript.ts';
import {
  recordAbandoned,
  recordFault,
  recordGone,
  recordReview,
  recordTurnedDown,
  releaseClaim,
} from '../src/deliveries/record.ts';
import { recordLive } from '../src/deliveries/record-live.ts';
import { settleDelivery } from '../src/deliveries/settle.ts';
import { loadSteps, type StepMemory } from '../src/deliveries/steps.ts';
import { openRun, type Run } from './io.ts';
import { afterFault } from './retry.ts';
import { RunEnded } from './steps.ts';

export interface ConvergeOptions {
  readonly fetch?: typeof globalThis.fetch;
  /** Aborted when the service stops: the claim is given back, and another run goes on. */
  readonly stopping?: AbortSignal;
  /** The channel whose queue woke us. Absent: not known. */
  readonly channelId?: string;
}

const desiredOf = (row: DeliveryRow) =>
  row.desired === 'live' ? { kind: 'live' as const, revision: row.desiredRevision } : { kind: 'withdrawn' as const };
const actualOf = (row: DeliveryRow) =>
  row.actual === 'live' ? { kind: 'live' as const, revision: row.actualRevision ?? 0 } : { kind: 'absent' as const };

/** An action that readers may already see is carried to its end, whatever approval wants now. */
const mustFinish = (action: Action, channel: Channel, known: ReadonlyMap<string, StepMemory>): boolean =>
  action === 'withdraw' || action === 'replace' ? known.size > 0 : known.has(channel.adapter.goesPublicAt);

const isWanted = (row: DeliveryRow): boolean => {
  if (row.action === 'withdraw') return row.desired === 'withdrawn';
  if (row.action === 'replace') return row.desired === 'live' && row.actual === 'live';
  return row.desired === 'live' && row.actionRevision === row.desiredRevision;
};

interface Next {
  readonly claim: Pick<ClaimInput, 'action' | 'actionRevision' | 'generation'>;
  readonly known: Map<string, StepMemory>;
  /** False: carried to its end only because readers may already see the copy; it must not go public now. */
  readonly wanted: boolean;
}

/** Goes on with the action in progress, or decides the next one; null when actual is as desired. */
const chooseNext = async (ctx: Context, row: DeliveryRow, channel: Channel): Promise<Next | null> => {
  if (row.action && row.actionRevision !== null) {
    const known = await loadSteps(ctx.db, row.id, row.generation);
    const { action, actionRevision, generation } = row;
    const wanted = isWanted(row);
    if (wanted || mustFinish(action, channel, known))
      return { claim: { action, actionRevision, generation }, known, wanted };
  }
  const action = decide(desiredOf(row), actualOf(row), channel.adapter.update !== undefined, row.repair);
  if (!action) return null;
  const takesBack = action === 'withdraw' || action === 'replace';
  const actionRevision = takesBack ? (row.actualRevision ?? row.desiredRevision) : row.desiredRevision;
  return { claim: { action, actionRevision, generation: row.generation + 1 }, known: new Map(), wanted: true };
};

const receiptOf = ({ remoteId, url }: DeliveryRow): LiveReceipt => {
  if (remoteId === null || url === null) throw new Error('A live delivery without a receipt');
  return { state: 'live', remoteId, url };
};

const takeBack = async (ctx: Context, channel: Channel, claim: Claim, { io, results }: Run): Promise<void> => {
  const { delivery } = claim;
  const withdrawal = delivery.withdrawal ?? { kind: 'replaced' as const, reason: '内容已更正，由新版替换' };
  const answer = await channel.adapter.withdraw(receiptOf(delivery), withdrawal, io);
  await results.write();
  if (answer.state === 'gone') await recordGone(ctx.db, claim);
  else await recordReview(ctx.db, claim, null, new Date(answer.checkAt));
};

const putOut = async (ctx: Context, channel: Channel, claim: Claim, run: Run): Promise<void> => {
  const { io, wanted, results } = run;
  const { adapter, settings } = channel;
  const { delivery } = claim;
  const rendition: Rendition = adapter.render(
    await loadManuscript(ctx.db, { itemId: delivery.itemId, revision: delivery.actionRevision }),
    settings,
  );
  if (!wanted && delivery.action === 'publish' && (await adapter.recall?.(rendition, io))) {
    await recordAbandoned(ctx.db, claim);
    return;
  }
  const receipt =
    delivery.action === 'update' && adapter.update
      ? await adapter.update(receiptOf(delivery), rendition, io)
      : await adapter.publish(rendition, io);
  if (receipt.state === 'live') {
    const renditionHash = hash('sha256', canonicalJson(rendition));
    await recordLive(ctx.db, { claim, receipt, renditionHash, result: await results.takeLast() });
    return;
  }
  await results.write();
  if (receipt.state === 'in-review') await recordReview(ctx.db, claim, receipt.remoteId, new Date(receipt.checkAt));
  // What nobody wants any more was turned down: nothing to tell, and what is wanted instead goes on.
  else if (wanted) await recordTurnedDown(ctx.db, claim, receipt.reason);
  else await recordAbandoned(ctx.db, claim);
};

const RUNS: Readonly<Record<Action, typeof putOut>> = {
  publish: putOut,
  update: putOut,
  replace: takeBack,
  withdraw: takeBack,
};

/** Anything an adapter throws that is not a ChannelError is a bug, and its outcome unknown. */
const asFault = (error: unknown): ChannelError =>
  error instanceof ChannelError
    ? error
    : new ChannelError('outcome-unknown', '渠道程序出错，结果未知，系统会先查证再继续；请把日志交给管理员', {
        cause: error,
      });

const endRun = async (
  ctx: Context,
  claim: Claim,
  { io }: Run,
  error: unknown,
  stopping?: AbortSignal,
): Promise<void> => {
  if (error instanceof RunEnded) {
    if (error.why === 'unwanted') await recordAbandoned(ctx.db, claim);
    return;
  }
  if (stopping?.aborted) {
    await releaseClaim(ctx.db, claim);
    return;
  }
  const fault = asFault(error);
  const facts = {
    delivery: claim.delivery.id,
    channel: claim.delivery.channelId,
    fault: fault.fault,
    cause: fault.cause,
  };
  ctx.log.warn(facts, fault.message);
  await recordFault(ctx.db, claim, afterFault(fault, claim.delivery.attempts, io.now()));
};

interface Claimed extends Pick<Next, 'known' | 'wanted'> {
  readonly channel: Channel;
  readonly claim: Claim;
}

/** The usual path, by far: nothing is known of it but what approval wants. */
const claimAsFresh = async (ctx: Context, id: string, channelId: string | undefined): Promise<Claimed | null> => {
  const channel = channelId === undefined ? undefined : ctx.channels.get(channelId);
  if (!channel || channel.off !== null) return null;
  const claim = await claimFresh(ctx.db, { id, channelId: channel.id });
  return claim && { channel, claim, known: new Map(), wanted: true };
};

const claimAsSeen = async (ctx: Context, id: string): Promise<Claimed | null> => {
  const seen = await findDelivery(ctx.db, id);
  const channel = seen && ctx.channels.get(seen.channelId);
  if (!seen || !channel || channel.off !== null) return null;
  const next = await chooseNext(ctx, seen, channel);
  if (!next) {
    await settleDelivery(ctx.db, seen);
    return null;
  }
  const claim = await claimDelivery(ctx.db, { seen, ...next.claim });
  return claim && { channel, claim, known: next.known, wanted: next.wanted };
};

/**
 * Brings one delivery a step nearer to what approval wants: re-reads, claims, runs one action, records it. Exits quietly
 * when there is nothing to do, somebody else is at it, or the world has moved on.
 */
export const converge = async (ctx: Context, deliveryId: string, options: ConvergeOptions = {}): Promise<void> => {
  const claimed = (await claimAsFresh(ctx, deliveryId, options.channelId)) ?? (await claimAsSeen(ctx, deliveryId));
  if (!claimed) return;
  const { channel, claim, known, wanted } = claimed;
  const run = openRun(ctx, channel, claim, { ...options, known, wanted });
  try {
    try {
      await RUNS[claim.delivery.action](ctx, channel, claim, run);
    } finally {
      await run.results.write();
    }
  } catch (error) {
    await endRun(ctx, claim, run, error, options.stopping);
  } finally {
    run.close();
  }
};
