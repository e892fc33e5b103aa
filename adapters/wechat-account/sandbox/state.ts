import { randomBytes } from 'node:crypto';
import type { SandboxOptions } from '../../contract.ts';
import type { Readers } from './datacube.ts';
import { createSandboxStore, type Collection } from '../../kit/sandbox-store.ts';

export interface Article {
  readonly title: string;
  readonly author: string;
  readonly digest: string;
  /** As the content filter left it. */
  readonly content: string;
  readonly content_source_url: string;
  readonly thumb_media_id: string;
  readonly need_open_comment: 0 | 1;
  readonly only_fans_can_comment: 0 | 1;
}
export interface Draft {
  readonly articles: readonly Article[];
  readonly updatedAt: number;
}
export interface Job {
  readonly publishId: number;
  readonly mediaId: string;
  readonly articles: readonly Article[];
  readonly submittedAt: number;
  readonly status: number;
  readonly articleId: string | null;
  /** An editor pressed the button: no push tells of it. */
  readonly byHand?: true;
}
/** One mass message. */
export interface Mass {
  readonly msgId: number;
  readonly mediaId: string;
  readonly clientMsgId: string;
  readonly articles: readonly Article[];
  readonly sendReprints: boolean;
  readonly sentAt: number;
  /** As MASSSENDJOBFINISH tells it; null while it is on its way. */
  readonly status: string | null;
  readonly articleId: string | null;
}
export interface Published {
  readonly publishId: number;
  readonly articles: readonly Article[];
  /** `/s/<page>` of each article. */
  readonly pages: readonly string[];
  readonly publishedAt: number;
  readonly deleted: boolean;
  /** Places, from 0 on, of articles that were deleted one by one. */
  readonly gone?: readonly number[];
  /** The mass message it was sent with: such articles are in no list. */
  readonly msgId?: number;
}
export interface Picture {
  readonly base64: string;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
  /** In the material library; otherwise only for bodies. */
  readonly material: { readonly name: string; readonly at: number } | null;
}
export interface Push {
  /** Where to read what it tells: a job or a mass message, by its id. */
  readonly of: 'job' | 'mass';
  readonly id: number;
  readonly at: number;
  readonly attempts: number;
  readonly nextAt: number | null;
}
export interface Token {
  readonly kind: 'stable' | 'plain';
  readonly issuedAt: number;
  readonly expiresAt: number;
}
/** The next `times` calls of this name fail: with an error, or after the effect without an answer. */
export interface Fault {
  readonly call: string;
  readonly times: number;
  readonly errcode?: number;
  readonly errmsg?: string;
  readonly lose?: boolean;
}

/** What the facts leave open. */
export interface Switches {
  readonly links: 'strip' | 'reject45166';
  readonly removedPageStatus: 200 | 404;
  /** How long publish_status stays 1. */
  readonly publishMs: number;
  /** What publications end as: 0, or 2 to 6. */
  readonly publishStatus: number;
  /** What mass messages end as: `send success`, `send fail` or `err(…)`. */
  readonly massStatus: string;
  /** What the account may send: once a day, or four times a month. */
  readonly account: 'subscription' | 'service';
  /** Longest clientmsgid in bytes: 32 or 64, as documents differ. */
  readonly clientMsgIdMax: number;
  /** How often the platform sends each event, even when it was taken. */
  readonly pushes: number;
  readonly pushFormat: 'xml' | 'json';
  /** How late an article appears in freepublish/batchget. */
  readonly listedAfterMs: number;
  /** A reader meets the verification wall instead of the article. */
  readonly wall: boolean;
  /** Days whose statistics are said to be late, and days of which nothing is told. */
  readonly statsDelayed: readonly string[];
  readonly statsMissing: readonly string[];
}
export const SWITCHES: Switches = {
  links: 'reject45166',
  removedPageStatus: 200,
  publishMs: 1_000,
  publishStatus: 0,
  massStatus: 'send success',
  account: 'subscription',
  clientMsgIdMax: 32,
  pushes: 1,
  pushFormat: 'xml',
  listedAfterMs: 0,
  wall: false,
  statsDelayed: [],
  statsMissing: [],
};

export interface State {
  readonly options: SandboxOptions;
  readonly account: typeof ACCOUNT;
  now(): number;
  readonly note: (effect: string, key: string) => void;
  readonly effects: ReturnType<typeof createSandboxStore>['effects'];
  readonly drafts: Collection<Draft>;
  readonly jobs: Collection<Job>;
  readonly masses: Collection<Mass>;
  readonly published: Collection<Published>;
  readonly pictures: Collection<Picture>;
  readonly pushes: Collection<Push>;
  readonly tokens: Collection<Token>;
  /** `<day> <call>` to the number of calls. */
  readonly quotas: Collection<number>;
  readonly faults: Collection<Fault>;
  readonly readers: Collection<Readers>;
  switches(): Switches;
  setSwitches(changes: Partial<Switches>): void;
}

/** A made-up account: nobody's. */
export const ACCOUNT = {
  name: '明溪在线',
  about: '明溪县人民政府办公室主办',
  userName: 'gh_4d6978690001',
  appId: 'wx4d69786900000001',
  secret: '0123456789abcdef0123456789abcdef',
  callbackToken: 'mingxi-callback-token',
  encodingAesKey: 'TWluZ3hpIGlzIGEgY291bnR5IGluIEZ1amlhbiwgY24',
} as const;

export const randomId = (bytes: number): string => randomBytes(bytes).toString('base64url');

const FIRST_ID = 2_247_483_650;
/** Publications and messages are numbered together. */
export const nextId = ({ jobs, masses }: State): number =>
  FIRST_ID + jobs.entries().length + masses.entries().length + 1;

/** How an effect on these articles is noted: by our mark, where they carry one. */
export const keyOf = (articles: readonly Article[], id: string): string => articles[0]?.content_source_url || id;

export const openState = (options: SandboxOptions): State => {
  const { collection, note, effects } = createSandboxStore(options.folder);
  const switches = collection<Partial<Switches>>('switches');
  return {
    options,
    account: ACCOUNT,
    now: () => options.clock().getTime(),
    note,
    effects,
    drafts: collection('drafts'),
    jobs: collection('jobs'),
    masses: collection('masses'),
    published: collection('published'),
    pictures: collection('pictures'),
    pushes: collection('pushes'),
    tokens: collection('tokens'),
    quotas: collection('quotas'),
    faults: collection('faults'),
    readers: collection('readers'),
    switches: () => ({ ...SWITCHES, ...switches.get('all') }),
    setSwitches: (changes) => switches.set('all', { ...switches.get('all'), ...changes }),
  };
};
