import type { Content, ItemType } from '../src/core/content.ts';
import type { Issue } from '../src/core/issues.ts';
import type { Json } from '../src/core/json.ts';
import type { TextUnit } from '../src/core/text.ts';
import type { Copy, CopyPage, CopyPlace, HostedFile, Listing, Place, SeenPage } from './kit/copy.ts';
import type { ReachReport, ReachTeller, ReportRequest } from './kit/reach.ts';

export type { Copy, CopyPage, CopyParts, CopyPlace, HostedFile, Listing, Place, SeenPage } from './kit/copy.ts';
export type { DayTold, ReachReport, ReachTeller, ReportRequest, Told } from './kit/reach.ts';
export type { Effect, Sandbox, SandboxOptions } from './kit/sandbox.ts';

/** One kind of channel, read top to bottom: what it is, what it allows, what it writes, what it does on the network. */
export interface Adapter<S extends string = string, R extends Rendition = Rendition> {
  /** Kebab-case; also the folder name. */
  readonly kind: string;
  /** As people call it, Chinese. */
  readonly name: string;
  readonly takes: readonly ItemType[];
  /** One missing: the channel is off and the overview says why. */
  readonly settings: Readonly<Record<S, Setting>>;
  readonly limits: Limits;
  /** The step after which readers may see the copy: from here on an action is carried to its end, before it is dropped. */
  readonly goesPublicAt: string;
  /** Chinese, for the item page: what each step does, by its name up to the first `:` or space. */
  readonly steps: Readonly<Record<string, string>>;

  /** Pure: the same manuscript and settings give the same rendition, byte for byte. */
  render(manuscript: Manuscript, settings: Settings<S>): R;
  /** Pure: only the rules that `limits` cannot state. */
  check?(rendition: R, manuscript: Manuscript): Issue[];
  /** Pure: a document as readers will see it, for the console's sandboxed frame; its pictures are `asset:<id>`. */
  preview?(rendition: R, settings: Settings<S>): string;
  /** Runs again from the top after every interruption; finished steps answer from memory. */
  publish(rendition: R, io: Io<S>): Promise<Receipt | TurnedDown>;
  /** Takes back what approval no longer wants past `goesPublicAt`. True: surely no reader will see it. Absent: too late. */
  recall?(rendition: R, io: Io<S>): Promise<boolean>;
  /** Absent: the channel cannot, and a correction withdraws and publishes again. */
  update?(receipt: Receipt, rendition: R, io: Io<S>): Promise<Receipt | TurnedDown>;
  /** Returns once no reader can see the copy; succeeds when it is already gone. */
  withdraw(receipt: Receipt, withdrawal: Withdrawal, io: Io<S>): Promise<Withdrawn>;
  /** Chinese, told before a withdrawal: what no call takes back from readers. Absent: nothing stays. */
  readonly leaves?: string;
  /** Our public copy, for the audit and after a lost answer. `null` only when surely absent; unsure must throw. */
  locate(rendition: R, receipt: Receipt | null, io: Io<S>): Promise<Copy | null>;
  /** Harmless: whether keys and addresses work. Chinese: what was seen; a fault is thrown. Takes no step. Absent: not offered. */
  probe?(io: Io<S>): Promise<string>;
  /** Pure: what the page at a copy's address is, for the audit. Absent: it is judged by its words alone. */
  readCopy?(page: SeenPage, at: CopyPlace, settings: Settings<S>): CopyPage;
  /** Pure: what the page must say of itself beside its text, by meta name in any case (网页标签). */
  tags?(manuscript: Manuscript, url: string, settings: Settings<S>): Readonly<Record<string, string>>;
  /** Pure: images and attachments that we host ourselves, byte for byte. Absent: the platform keeps pictures in its own form. */
  files?(manuscript: Manuscript, settings: Settings<S>): readonly HostedFile[];
  /** Pure: where else readers meet the copy; each must lead to it while it is live, none once it is withdrawn. */
  listings?(manuscript: Manuscript, settings: Settings<S>): readonly Listing[];
  /** Pure: the channel's own pages that go stale: home page, columns, account. */
  places?(columns: readonly Column[], settings: Settings<S>): readonly Place[];
  /** Pure: the public address of a unit's own page; null: it has none. Readers of it are counted for the unit. */
  unitPage?(unit: Unit, settings: Settings<S>): string | null;
  /** What the platform tells of readers. Absent: nothing. */
  readonly reach?: ReachTeller<Io<S>>;
  /** Whoever shows our copies reports what its pages counted: verify and read one report. Pure but for the crypto. */
  readReport?(request: ReportRequest, settings: Settings<S>, now: Date): ReachReport;
  /** The platform calls us: verify and read one call. Pure but for the crypto. */
  callback?(request: CallbackRequest, settings: Settings<S>, now: Date): CallbackReply;
}

export interface Setting {
  /** Chinese: what it is and where to get it. */
  readonly about: string;
  readonly secret?: true;
  /** Used when nothing is configured; without it the setting is required. */
  readonly default?: string;
}
export type Settings<S extends string = string> = Readonly<Record<S, string>>;

/** How sure a number is, as in the facts it comes from. `memory` may only warn. */
export type Certainty = 'verified' | 'second-hand' | 'design' | 'memory';
export interface Source {
  /** Chinese where it is words: an office reads it beside the number. */
  readonly document: string;
  readonly checkedOn: string;
  readonly certainty: Certainty;
}
export interface TextLimit {
  readonly max: number;
  readonly unit: TextUnit;
  readonly source: Source;
}
export interface ImageLimit {
  readonly max: number;
  readonly bytes: number;
  readonly types: readonly string[];
  readonly source: Source;
}
export interface Quota {
  /** Chinese, for the quota board. */
  readonly name?: string;
  readonly perDay: number;
  /** Per calendar month, Beijing time. */
  readonly perMonth?: number;
  readonly source: Source;
}
export interface Limits {
  readonly title: TextLimit;
  readonly body: TextLimit;
  readonly images: ImageLimit;
  /** Deliveries per time; becomes the queue's limiter. */
  readonly rate: { readonly max: number; readonly perMs: number; readonly source: Source };
  /** Deliveries at a time in one process; absent: many. For a platform, or a lock of ours, that takes one after the other. */
  readonly atOnce?: number;
  /** Calls per Beijing day, by the platform's name of the call; spent through `io.spend`. */
  readonly quotas: Readonly<Record<string, Quota>>;
}

export interface Unit {
  readonly id: string;
  readonly name: string;
}
export interface Column {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly keywords: readonly string[];
  /** ColumnType of 国办发〔2017〕47号, e.g. 政策文件. */
  readonly type: string;
}
export interface AssetInfo {
  /** SHA-256 of the bytes. */
  readonly id: string;
  readonly mime: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
}
export interface Asset extends AssetInfo {
  readonly data: Uint8Array;
}

/** All that rendering may look at. */
export interface Manuscript {
  readonly itemId: string;
  readonly externalId: string;
  readonly revision: number;
  /** Of the content; what the approvals seal. */
  readonly hash: string;
  readonly content: Content;
  readonly unit: Unit;
  readonly column: Column;
  readonly assets: Readonly<Record<string, AssetInfo>>;
  /** 发布时间: set once by the database when the first revision was approved for publication. */
  readonly publishedAt: Date;
  /** When this revision was approved; later than `publishedAt` for a correction. */
  readonly revisedAt: Date;
}

/** 渠道稿: exactly what will be sent and what readers should see. JSON, so that it can be hashed and kept. */
export interface Rendition {
  readonly itemId: string;
  readonly revision: number;
  readonly title: string;
  /** Body as sent, in the channel's own form (HTML or JSON text); its length is measured against `limits.body`. */
  readonly body: string;
  /** What readers should read, as plain text in reading order: what the audit aligns with the copy. */
  readonly text: string;
  /** Asset ids of the images in the body, in order. */
  readonly images: readonly string[];
}

/** Proof that the platform took it. */
export type Receipt =
  | {
      readonly state: 'live';
      readonly remoteId: string;
      readonly url: string;
      /** What the platform's statistics call the copy, where that is another id. */
      readonly statsRef?: string;
    }
  /** The platform works on it: `remoteId` is what its callback will name; look again at `checkAt` (ISO) without one. */
  | { readonly state: 'in-review'; readonly remoteId: string; readonly url: null; readonly checkAt: string };
/**
 * The platform took it and then said no, e.g. in its review: surely no reader sees it. The action is over; what a person
 * sends next begins anew.
 */
export interface TurnedDown {
  readonly state: 'turned-down';
  /** Chinese: why, and what to do. */
  readonly reason: string;
}
export type LiveReceipt = Extract<Receipt, { state: 'live' }>;

/** Why a copy goes. The four kinds are those of GOV.UK's publishing-api; `replaced` also precedes a re-publication. */
export interface Withdrawal {
  readonly kind: 'gone' | 'replaced' | 'withdrawn' | 'removed-by-order';
  readonly reason: string;
  /** Item id of what takes its place, where that is known: a channel that can sends readers there. */
  readonly replacedBy?: string | undefined;
}
/** `gone`: no reader sees it any more. Otherwise look again at `checkAt` (ISO). */
export type Withdrawn = { readonly state: 'gone' } | { readonly state: 'in-review'; readonly checkAt: string };

export interface CallbackRequest {
  readonly method: 'GET' | 'POST';
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}
/** What to answer the platform, and the event to keep: once per `key`, found again by `ref` (the receipt's remoteId). */
export interface CallbackReply {
  readonly status: 200 | 400 | 403;
  readonly body: string;
  readonly event: { readonly key: string; readonly ref: string; readonly data: Json } | null;
}

/** Our own feed, which consumers pull: an ordered log in which the newest entry per item counts. */
export interface Feed {
  /** Idempotent: the same version again changes nothing; an older one than the newest is refused. */
  put(entry: { readonly itemId: string; readonly version: number; readonly body: Json | null }): Promise<void>;
}

/** Everything an adapter may touch. No database, no queue, no environment, no clock of its own. */
export interface Io<S extends string = string> {
  readonly settings: Settings<S>;
  readonly signal: AbortSignal;
  /** Database time. */
  now(): Date;
  /** Time-limited; refuses once the claim on the delivery may have been lost. */
  readonly fetch: typeof globalThis.fetch;
  /** Runs once per action and remembers the result: a retry resumes after the last finished step. */
  step<T extends Json>(name: string, run: () => Promise<T>, ifLost: IfLost<T>): Promise<T>;
  asset(id: string): Promise<Asset>;
  /** Counts one call against `limits.quotas`; throws `rate-limited` until the next Beijing day or month when it is used up. */
  spend(call: string): Promise<void>;
  /** Events the platform's callback told us about this reference, oldest first. */
  callbacks(ref: string): Promise<readonly Json[]>;
  readonly feed: Feed;
}
/**
 * A step began and its end was never recorded: it is harmless to repeat, can be looked for, or a person decides. A look
 * answers the result, or null when the effect surely did not happen; unsure must throw `outcome-unknown`.
 */
export type IfLost<T> = 'repeat' | 'ask' | ((lost: Lost) => Promise<T | null>);
export interface Lost {
  /** Time since the step began, by the database's clock. */
  readonly ageMs: number;
}

export const defineAdapter = <S extends string, R extends Rendition>(adapter: Adapter<S, R>): Adapter<S, R> =>
  Object.freeze(adapter);
