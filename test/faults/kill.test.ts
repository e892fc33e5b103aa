import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { inject, it } from 'vitest';
import './options.ts';
import { readPage } from '../../adapters/wechat-account/read-page.ts';
import { ApiError, createClient, listAll, type Client } from '../../src/cli/client.ts';
import { createTestDatabase, shiftClock } from '../support/database.ts';
import { buildRequest } from '../support/factories.ts';
import { diceOf } from '../support/faults/random.ts';
import { run, type Run } from '../support/run-service.ts';

const LIVES = 20;
const HOUR = 3_600_000;
/** A database of its own within Redis: the service's queues have one name for all. */
const REDIS_DATABASE = 13;

const redisUrl = inject('redisUrl');
const { firstSeed } = inject('faults');
const backends = [
  { name: 'PostgreSQL', redis: null },
  ...(redisUrl ? [{ name: 'Redis', redis: `${redisUrl.replace(/\/\d*$/, '')}/${REDIS_DATABASE}` }] : []),
];

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const flush = async (url: string | null): Promise<void> => {
  if (url === null) return;
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
};

/** Null when the service is not there (yet, or any more). */
const ask = async <T>(question: () => Promise<T>): Promise<T | null> => {
  try {
    return await question();
  } catch (error) {
    if (error instanceof TypeError || error instanceof ApiError || (error instanceof Error && 'code' in error))
      return null;
    throw error;
  }
};

/** What was promised to people: only what the service acknowledged. */
interface Promised {
  readonly title: string;
  live: boolean;
  revision: number;
  hash: string;
  /** A later wish went out and was never acknowledged: either may hold. */
  unsure: boolean;
}

const openHouse = async (redis: string | null) => {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'yigao-kill-'));
  const port = await freePort();
  await flush(redis);
  const origin = `http://127.0.0.1:${port}`;
  const env = { DATABASE_URL: database.url, ...(redis === null ? {} : { REDIS_URL: redis }) };
  const client = (): Client =>
    createClient({ origin, key: readFileSync(join(folder, 'operator.key'), 'utf8').trim(), send: fetch });
  return {
    database,
    origin,
    client,
    start: (): Run => run('start', ['--port', String(port), '--data', folder], env),
    ready: (): Promise<boolean> =>
      ask(async () => (await fetch(`${origin}/readyz`)).ok && (await listAll(client())).length >= 0).then(Boolean),
    close: async (): Promise<void> => {
      await flush(redis);
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
type House = Awaited<ReturnType<typeof openHouse>>;

/** One wish of a person at a service that may be killed before it answers. */
const makeWish = async (house: House, promised: Map<string, Promised>, { pick, chance }: ReturnType<typeof diceOf>) => {
  const client = house.client();
  const known = [...promised].filter(([, { live, unsure }]) => live && !unsure);
  const isNew = known.length === 0 || chance(0.6);
  const [externalId, before] = isNew ? [`kill-${promised.size + 1}`, null] : pick(known);
  if (before && chance(0.5)) {
    before.unsure = true;
    const items = await ask(() => listAll(client));
    const id = items?.find((item) => item.externalId === externalId)?.id;
    const body = { kind: 'withdrawn', reason: '内容有误' };
    if (id === undefined || !(await ask(() => client.post(`/api/items/${id}/withdraw`, body)))) return;
    Object.assign(before, { live: false, unsure: false });
    return;
  }
  const title = before ? `${before.title}改` : `断电也要发的通知＃${promised.size + 1}＃`;
  if (before) before.unsure = true;
  const previous = before ? { previous: before.hash } : {};
  const answer = await ask(() =>
    client.post<{ revision: number; hash: string }>('/api/items', {
      ...buildRequest({ externalId, title }),
      ...previous,
    }),
  );
  if (answer)
    promised.set(externalId, { title, live: true, unsure: false, revision: answer.revision, hash: answer.hash });
};

/** Revisions that the account's readers can reach, by item. */
const readArticles = async (origin: string): Promise<Map<string, number[]>> => {
  const list = await (await fetch(`${origin}/sandbox/wechat/`)).text();
  const articles = new Map<string, number[]>();
  for (const [, url = ''] of list.matchAll(/<a href="([^"]+\/s\/[^"]+)"/g)) {
    const page = readPage(await (await fetch(url)).text());
    const [, id = '?', revision] = /\/r\/([^/]+)\/(\d+)$/.exec(page.kind === 'article' ? page.sourceUrl : '') ?? [];
    articles.set(id, [...(articles.get(id) ?? []), Number(revision)]);
  }
  return articles;
};

it.concurrent.for(backends)(
  `the demo killed ${LIVES} times at random moments, queues on $name: all items final, none twice`,
  async ({ name, redis }, { expect }) => {
    const house = await openHouse(redis);
    const dice = diceOf(firstSeed);
    const promised = new Map<string, Promised>();
    let ahead = 0;
    for (let life = 0; life < LIVES; life += 1) {
      const service = house.start();
      if (dice.chance(0.7)) {
        await expect.poll(house.ready, { interval: 20 }).toBe(true);
        await makeWish(house, promised, dice);
        await sleep(dice.pick([0, 5, 20, 50, 100, 200, 300, 500, 800, 1_200]));
      } else await sleep(dice.pick([300, 800, 1_500, 2_000, 2_500, 3_000, 4_000]));
      await service.signal('SIGKILL');
      // The next one need not wait a minute for the leases of the dead.
      await shiftClock(house.database.db, (ahead += dice.pick([61_000, 61_000, 10 * 60_000, 3 * HOUR])));
    }
    const service = house.start();
    await expect.poll(house.ready).toBe(true);
    const unsettled = async () =>
      (await listAll(house.client())).flatMap(({ title, deliveries }) =>
        deliveries
          .filter(({ status }) => status !== 'live' && status !== 'withdrawn')
          .map(({ channel, status, fault }) => `${title} ${channel} ${status} ${fault?.text ?? ''}`),
      );
    // What is unknown is looked for during two hours before it is sent again: time passes whenever nothing else moves.
    for (let round = 0; round < 30 && (await unsettled()).length > 0; round += 1) {
      await sleep(5_000);
      await shiftClock(house.database.db, (ahead += 20 * 60_000));
    }
    expect(await unsettled()).toEqual([]);
    const items = await listAll(house.client());
    const articles = await readArticles(house.origin);
    for (const { id, title, revision, deliveries } of items) {
      const wechat = deliveries.find(({ channel }) => channel === 'wechat');
      const seen = { title, articles: articles.get(id) ?? [] };
      if (wechat) expect(seen).toEqual({ title, articles: wechat.desired === 'live' ? [revision] : [] });
      for (const { url, desired } of deliveries)
        if (url && desired === 'live') expect([url, (await fetch(url)).status]).toEqual([url, 200]);
    }
    for (const [externalId, { live, revision, unsure }] of promised) {
      const item = items.find((each) => each.externalId === externalId);
      expect(item?.revision).toBeGreaterThanOrEqual(revision);
      if (unsure) continue;
      expect(item?.revision).toBe(revision);
      expect(new Set(item?.deliveries.map(({ desired }) => desired))).toEqual(new Set([live ? 'live' : 'withdrawn']));
    }
    console.log(
      `${name}: ${items.length} items, ${promised.size} of them promised between ${LIVES} kills; all final, none twice`,
    );
    expect(await service.signal('SIGINT')).toBe(0);
    await house.close();
  },
);
