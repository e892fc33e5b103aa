import { eq } from 'drizzle-orm';
import type { Asset, Io } from '../adapters/contract.ts';
import type { Database } from '../db/client.ts';
import { assets } from '../db/schema/index.ts';
import type { Channel, Context } from '../src/context.ts';
import { readCallbacks } from '../src/deliveries/callbacks.ts';
import { renewClaim, type Claim } from '../src/deliveries/claim.ts';
import { openFeed } from '../src/deliveries/feed.ts';
import { spendOn } from '../src/deliveries/quotas.ts';
import { beginStep, forgetStep, type StepMemory } from '../src/deliveries/steps.ts';
import { leanFetch } from './http.ts';
import { openResults, type Results } from './results.ts';
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
  readonly results: Pick<Results, 'write' | 'takeLast'>;
  close(): void;
}

interface Hold {
  readonly signal: AbortSignal;
  /** Throws when the claim may be lost. */
  check(): void;
  /** One call: aborted with the claim, by the caller's own signal, or when the platform has been silent for too long. */
  call(own: AbortSignal | null | undefined, send: (signal: AbortSignal) => Promise<Response>): Promise<Response>;
  close(): void;
}

interface Calls {
  make: Hold['call'];
  abort(reason: unknown): void;
  close(): void;
}

const abortLate = (call: AbortController): void => call.abort(new DOMException('no answer in time', 'TimeoutError'));

/**
 * Signals and timers that end with the run: `AbortSignal.timeout` and `AbortSignal.any` would keep each answered call for the
 * rest of its 30 s, tens of thousands of them in a busy minute.
 */
const openCalls = (): Calls => {
  /** Their bodies may still be read, so that the timers run on. */
  const timers = new Map<AbortController, NodeJS.Timeout>();
  const unanswered = new Set<AbortController>();
  return {
    async make(own, send) {
      const call = new AbortController();
      const late = setTimeout(abortLate, CALL_MS, call);
      late.unref();
      timers.set(call, late);
      unanswered.add(call);
      try {
        return await send(own ? AbortSignal.any([call.signal, own]) : call.signal);
      } finally {
        unanswered.delete(call);
      }
    },
    abort(reason) {
      for (const call of timers.keys()) call.abort(reason);
    },
    close() {
      for (const late of timers.values()) clearTimeout(late);
      for (const call of unanswered) call.abort(new RunEnded('lost'));
    },
  };
};

const holdClaim = (ctx: Context, claim: Claim, stopping: AbortSignal | undefined): Hold => {
  const calls = openCalls();
  let control: AbortController | null = null;
  let ended: { readonly reason: unknown } | null = null;
  let renewedAt = performance.now();
  const run = {
    end(reason: unknown): void {
      ended ??= { reason };
      control?.abort(reason);
      calls.abort(reason);
    },
    handleEvent(): void {
      run.end(stopping?.reason);
    },
    async renew(): Promise<void> {
      try {
        if (await renewClaim(ctx.db, claim)) renewedAt = performance.now();
        else run.end(new RunEnded('lost'));
      } catch (error) {
        ctx.log.warn({ error, delivery: claim.delivery.id }, 'claim not renewed');
      }
    },
  };
  if (stopping?.aborted) run.handleEvent();
  stopping?.addEventListener('abort', run, { once: true });
  const renewing = setInterval(() => void run.renew(), RENEW_EVERY_MS);
  renewing.unref();
  return {
    get signal() {
      control ??= new AbortController();
      if (ended) control.abort(ended.reason);
      return control.signal;
    },
    check() {
      if (ended) throw ended.reason;
      if (performance.now() - renewedAt > TRUST_MS) throw new RunEnded('lost');
    },
    call: calls.make,
    close() {
      clearInterval(renewing);
      calls.close();
      stopping?.removeEventListener('abort', run);
    },
  };
};

const loadAsset = async ({ db }: Context, id: string): Promise<Asset> => {
  const [row] = await db.select().from(assets).where(eq(assets.id, id));
  if (!row) throw new Error(`No asset ${id}`);
  return row;
};

/** Past the point where readers may see the copy, a run goes on whatever approval wants; before it, it stops. */
const storeOf = (
  channel: Channel,
  claim: Claim,
  { known, wanted }: RunOptions,
  now: () => Date,
  { db, results }: { readonly db: Database; readonly results: Results },
) => {
  const { goesPublicAt } = channel.adapter;
  const takesBack = claim.delivery.action === 'withdraw' || claim.delivery.action === 'replace';
  const begun = new Set(known.keys());
  const store: StepStore = {
    known,
    now,
    async begin(name, again) {
      await results.write();
      const mayBePublic = begun.has(goesPublicAt) && (name !== goesPublicAt || again);
      if (name === goesPublicAt && !wanted && !mayBePublic) return 'unwanted';
      const always = takesBack || mayBePublic;
      const answer = await beginStep(db, { claim, name, always });
      if (answer === 'began') begun.add(name);
      return answer;
    },
    finish(name, value) {
      results.keep({ claim, name, value });
    },
    forget(name) {
      return forgetStep(db, claim, name);
    },
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
  const fetch = options.fetch ?? leanFetch;
  const startedAt = performance.now();
  const now = () => new Date(claim.now.getTime() + (performance.now() - startedAt));
  const results = openResults(ctx.db);
  const feed = openFeed(ctx.db, channel.id);
  const io: Io = {
    settings: channel.settings,
    get signal() {
      return hold.signal;
    },
    now,
    async fetch(input, init) {
      await results.write();
      hold.check();
      return hold.call(init?.signal, (signal) => fetch(input, { ...init, signal }));
    },
    step: createStep(storeOf(channel, claim, options, now, { db: ctx.db, results })),
    async asset(id) {
      await results.write();
      return loadAsset(ctx, id);
    },
    async spend(call) {
      await results.write();
      await spendOn(ctx.db, channel, call, now());
    },
    async callbacks(ref) {
      await results.write();
      return readCallbacks(ctx.db, channel.id, ref);
    },
    feed: {
      async put(entry) {
        await results.write();
        await feed.put(entry);
      },
    },
  };
  return { io, wanted: options.wanted, results, close: hold.close };
};
