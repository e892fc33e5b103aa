import { eq } from 'drizzle-orm';
import type { Asset, Io } from '../adapters/contract.ts';
import { assets } from '../db/schema/index.ts';
import type { Channel, Context } from '../src/context.ts';
import { readCallbacks } from '../src/deliveries/callbacks.ts';
import { renewClaim, type Claim } from '../src/deliveries/claim.ts';
import { openFeed } from '../src/deliveries/feed.ts';
import { spendQuota } from '../src/deliveries/quotas.ts';
import { beginStep, finishStep, forgetStep, type StepMemory } from '../src/deliveries/steps.ts';
import { createStep, RunEnded, type StepStore } from './steps.ts';

/** Renewals per lease of 60 s: four may be missed before another worker takes over. */
const RENEW_EVERY_MS = 15_000;
/** No call leaves later than this after the last renewal; measured on the monotonic clock, which a frozen process keeps. */
const TRUST_MS = 45_000;
/** One remote call. A platform that answers later is as good as silent; the lease still has time to be given back. */
const CALL_MS = 30_000;

export interface Run {
  readonly io: Io;
  /** As in `RunOptions`. */
  readonly wanted: boolean;
  close(): void;
}

interface Hold {
  readonly signal: AbortSignal;
  /** Throws when the claim may be lost. */
  check(): void;
  close(): void;
}

const holdClaim = (ctx: Context, claim: Claim, stopping: AbortSignal | undefined): Hold => {
  const control = new AbortController();
  let renewedAt = performance.now();
  const renew = async (): Promise<void> => {
    try {
      if (await renewClaim(ctx.db, claim)) renewedAt = performance.now();
      else control.abort(new RunEnded('lost'));
    } catch (error) {
      ctx.log.warn({ error, delivery: claim.delivery.id }, 'claim not renewed');
    }
  };
  const timer = setInterval(() => void renew(), RENEW_EVERY_MS);
  timer.unref();
  const signal = AbortSignal.any(stopping ? [control.signal, stopping] : [control.signal]);
  return {
    signal,
    check: () => {
      signal.throwIfAborted();
      if (performance.now() - renewedAt > TRUST_MS) throw new RunEnded('lost');
    },
    close: () => clearInterval(timer),
  };
};

const loadAsset = async ({ db }: Context, id: string): Promise<Asset> => {
  const [row] = await db.select().from(assets).where(eq(assets.id, id));
  if (!row) throw new Error(`No asset ${id}`);
  return row;
};

/** Past the point where readers may see the copy, a run goes on whatever approval wants; before it, it stops. */
const storeOf = (ctx: Context, channel: Channel, claim: Claim, { known, wanted }: RunOptions, now: () => Date) => {
  const { goesPublicAt } = channel.adapter;
  const takesBack = claim.delivery.action === 'withdraw' || claim.delivery.action === 'replace';
  const begun = new Set(known.keys());
  const store: StepStore = {
    known,
    now,
    begin: async (name, again) => {
      const mayBePublic = begun.has(goesPublicAt) && (name !== goesPublicAt || again);
      if (name === goesPublicAt && !wanted && !mayBePublic) return 'unwanted';
      const always = takesBack || mayBePublic;
      const answer = await beginStep(ctx.db, { claim, name, always });
      if (answer === 'began') begun.add(name);
      return answer;
    },
    finish: (name, value) => finishStep(ctx.db, { claim, name, value }),
    forget: (name) => forgetStep(ctx.db, claim, name),
  };
  return store;
};

export interface RunOptions {
  /** The action's steps, as remembered. */
  readonly known: ReadonlyMap<string, StepMemory>;
  /** False: approval wants something else; the action is only carried to its end. */
  readonly wanted: boolean;
  readonly fetch?: typeof globalThis.fetch;
  readonly stopping?: AbortSignal;
}

/** What one run of an adapter may touch, held by one claim. */
export const openRun = (ctx: Context, channel: Channel, claim: Claim, options: RunOptions): Run => {
  const hold = holdClaim(ctx, claim, options.stopping);
  const fetch = options.fetch ?? globalThis.fetch;
  const startedAt = performance.now();
  const now = () => new Date(claim.now.getTime() + (performance.now() - startedAt));
  const io: Io = {
    settings: channel.settings,
    signal: hold.signal,
    now,
    fetch: async (input, init) => {
      hold.check();
      const signals = [hold.signal, AbortSignal.timeout(CALL_MS), ...(init?.signal ? [init.signal] : [])];
      return fetch(input, { ...init, signal: AbortSignal.any(signals) });
    },
    step: createStep(storeOf(ctx, channel, claim, options, now)),
    asset: (id) => loadAsset(ctx, id),
    spend: async (call) => {
      const quota = channel.adapter.limits.quotas[call];
      if (quota) await spendQuota(ctx.db, { channelId: channel.id, call, quota, now: now() });
    },
    callbacks: (ref) => readCallbacks(ctx.db, channel.id, ref),
    feed: openFeed(ctx.db, channel.id),
  };
  return { io, wanted: options.wanted, close: hold.close };
};
