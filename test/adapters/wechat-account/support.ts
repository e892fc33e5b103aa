import { createHash } from 'node:crypto';
import type { Asset, LiveReceipt, Manuscript, Sandbox, SandboxOptions } from '../../../adapters/contract.ts';
import { wechatAccount } from '../../../adapters/wechat-account/index.ts';
import { createWechatSandbox } from '../../../adapters/wechat-account/sandbox.ts';
import { publish } from '../../../adapters/wechat-account/publish.ts';
import { render } from '../../../adapters/wechat-account/render.ts';
import { SETTINGS, type WechatIo, type WechatSettings } from '../../../adapters/wechat-account/settings.ts';
import { contentSchema, type ContentInput } from '../../../src/core/content.ts';
import type { Json } from '../../../src/core/json.ts';
import type { StepMemory } from '../../../src/deliveries/steps.ts';
import { createMemoryIo, type MemoryIoOptions } from '../../support/memory-io.ts';

export const START = new Date('2026-11-23T01:00:00Z');
export const ITEM = '3f0c1a4e-0000-4000-8000-000000000001';
const BASE = 'http://platform.test/wx';
const OURS = 'http://yigao.test';

export const manuscriptOf = (content: Partial<ContentInput> = {}, itemId = ITEM): Manuscript => ({
  itemId,
  externalId: 'e',
  revision: 1,
  hash: 'f'.repeat(64),
  content: contentSchema.parse({
    type: 'notice',
    unit: 'xzfb',
    column: 'tzgg',
    title: '关于停水的通知',
    source: '明溪县人民政府办公室',
    disclosure: { kind: '主动公开' },
    body: '<p>因管网检修，城区部分路段停水。</p>',
    ...content,
  }),
  unit: { id: 'xzfb', name: '明溪县人民政府办公室' },
  column: { id: 'tzgg', name: '通知公告', description: '通知公告', keywords: ['通知'], type: '通知公告' },
  assets: {},
  publishedAt: START,
  revisedAt: START,
});

export const assetOf = (data: Uint8Array, mime: string): Asset => ({
  id: createHash('sha256').update(data).digest('hex'),
  mime,
  bytes: data.length,
  width: null,
  height: null,
  data,
});

export interface Account {
  readonly sandbox: Sandbox;
  readonly settings: WechatSettings;
  readonly calls: readonly string[];
  now(): Date;
  advance(ms: number): Promise<void>;
  /** What our callback endpoint answered and kept, by the adapter itself. */
  readonly told: Map<string, Json[]>;
  /** The status of each of those answers. */
  readonly answered: readonly number[];
  io(options?: Partial<MemoryIoOptions<keyof typeof SETTINGS>>): WechatIo;
  set(path: '/__faults' | '/__switches', body: object): Promise<void>;
  get(path: string): Promise<string>;
  /** A reader at this address. */
  visit(url: string): Promise<Response>;
  /** What somebody does with the API beside us. */
  call(path: string, body: object): Promise<unknown>;
}

export interface AccountOptions extends Partial<SandboxOptions> {
  /** Whether the platform's callbacks reach us. */
  readonly hears?: boolean;
  /** The channel's settings, where they are not the sandbox's or the default. */
  readonly own?: Partial<WechatSettings>;
  readonly assets?: readonly Asset[];
}

let accounts = 0;

/** The adapter and its platform's double, a memory io between them, and a clock moved by hand. */
export const openAccount = ({ hears = true, own = {}, assets = [], ...options }: AccountOptions = {}): Account => {
  let now = START;
  const calls: string[] = [];
  const told = new Map<string, Json[]>();
  const answered: number[] = [];
  const keys = new Set<string>();
  const hear = async (request: Request): Promise<Response> => {
    if (!hears) {
      answered.push(503);
      return new Response('', { status: 503 });
    }
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const answer = wechatAccount.callback?.({ method: 'POST', query, body: await request.text() }, settings, now);
    if (answer?.event && !keys.has(answer.event.key)) {
      keys.add(answer.event.key);
      told.set(answer.event.ref, [...(told.get(answer.event.ref) ?? []), answer.event.data]);
    }
    answered.push(answer?.status ?? 404);
    return new Response(answer?.body ?? '', { status: answer?.status ?? 404 });
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url.startsWith(OURS)) return hear(request);
    calls.push(new URL(request.url).pathname.replace('/wx/cgi-bin/', ''));
    return sandbox.fetch(request);
  };
  const sandbox = createWechatSandbox({
    base: BASE,
    folder: null,
    clock: () => now,
    callbackUrl: `${OURS}/callbacks/wechat`,
    feedUrl: `${OURS}/feed`,
    fetch,
    ...options,
  });
  const defaults = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, setting]) => [name, 'default' in setting ? setting.default : '']),
  ) as WechatSettings;
  const settings: WechatSettings = { ...defaults, ...sandbox.settings, ...own };
  accounts += 1;
  // Tokens are kept per account and process: each test has an account of its own.
  const apart = { ...settings, apiBase: `${BASE}${'/'.repeat(accounts)}` };
  return {
    sandbox,
    settings,
    calls,
    told,
    answered,
    now: () => now,
    advance: async (ms) => {
      now = new Date(now.getTime() + ms);
      await sandbox.tick();
    },
    io: (more = {}) =>
      createMemoryIo({
        settings: apart,
        clock: () => now,
        fetch,
        callbacks: told,
        quotas: wechatAccount.limits.quotas,
        assets,
        ...more,
      }),
    set: async (path, body) => {
      await sandbox.fetch(new Request(`${BASE}${path}`, { method: 'POST', body: JSON.stringify(body) }));
    },
    visit: async (url) => sandbox.fetch(new Request(url)),
    call: async (path, body) => {
      const post = async (name: string, payload: object) =>
        (
          await sandbox.fetch(new Request(`${BASE}/cgi-bin/${name}`, { method: 'POST', body: JSON.stringify(payload) }))
        ).json() as Promise<Record<string, unknown>>;
      const { appId: appid, appSecret: secret } = settings;
      const { access_token } = await post('stable_token', { grant_type: 'client_credential', appid, secret });
      return post(`${path}?access_token=${String(access_token)}`, body);
    },
    get: async (path) => (await sandbox.fetch(new Request(`${BASE}${path}`))).text(),
  };
};

/** The error, for its fault and words. */
export const failure = (action: Promise<unknown>): Promise<unknown> =>
  action.then(() => null).catch((error: unknown) => error);

/** One item on its way: runs again and again with what it remembers. */
export const begin = (options: AccountOptions = {}, content: Partial<ContentInput> = {}) => {
  const account = openAccount(options);
  const steps = new Map<string, StepMemory>();
  const rendition = render(manuscriptOf(content), account.settings);
  const run = () => publish(rendition, account.io({ steps }));
  return { account, steps, rendition, run };
};
export const live = async ({ account, run }: ReturnType<typeof begin>): Promise<LiveReceipt> => {
  await run();
  await account.advance(5_000);
  const receipt = await run();
  if (receipt.state !== 'live') throw new Error('not live');
  return receipt;
};

/** How often the platform saw an effect of this name. */
export const effects = ({ sandbox }: Account, name: string): number =>
  sandbox.effects().filter(({ effect }) => effect === name).length;
