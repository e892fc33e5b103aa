import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { it } from 'vitest';
import { wechatAccount } from '../../adapters/wechat-account/index.ts';
import { createWechatSandbox } from '../../adapters/wechat-account/sandbox.ts';
import { createTestDatabase, setClock, shiftClock } from '../support/database.ts';
import { buildContent } from '../support/factories.ts';
import { openPlatformServer } from '../support/faults/platform-server.ts';
import { isStopped, killed, spawnWorker } from '../support/faults/processes.ts';
import { channelOf, createWorld } from '../support/world.ts';

/** The lease is 60 s; the frozen run must not call out 45 s after its last sign of life. */
const FROZEN_MS = 65_000;

const openScene = async () => {
  const database = await createTestDatabase();
  const server = await openPlatformServer();
  const sandbox = createWechatSandbox({
    base: server.origin,
    folder: null,
    clock: () => new Date(),
    callbackUrl: 'http://yigao.test/callbacks/wechat',
    feedUrl: '',
    fetch: () => Promise.reject(new TypeError('no callbacks here')),
  });
  const settings = Object.fromEntries(
    Object.entries(wechatAccount.settings).flatMap(([name, setting]) => {
      const value = sandbox.settings[name] ?? ('default' in setting ? setting.default : undefined);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  server.answerWith((request) => sandbox.fetch(request));
  const world = await createWorld({
    database,
    channels: [channelOf('wechat', wechatAccount, settings)],
    fetch: globalThis.fetch,
  });
  await setClock(database.db, null);
  const published = (): number => sandbox.effects().filter(({ effect }) => effect === 'published').length;
  const effect = (name: string): number => sandbox.effects().filter((each) => each.effect === name).length;
  return { database, server, sandbox, settings, world, published, effect };
};

const CASES = [
  { name: 'before it makes a call', freeze: { at: 'before-call', call: 'freepublish/submit' } },
  { name: 'with a call let through but not yet on its way', freeze: { at: 'in-call', call: 'freepublish/submit' } },
  { name: 'before it makes its draft', freeze: { at: 'before-call', call: 'draft/add' } },
  { name: 'with its draft let through but not yet on its way', freeze: { at: 'in-call', call: 'draft/add' } },
] as const;

it.concurrent.for(CASES)(
  'a worker frozen past its lease, $name, and thawed, leaves one article',
  async ({ freeze }, { expect }) => {
    const { database, server, sandbox, settings, world, published, effect } = await openScene();
    const id = await world.approve(buildContent());
    const { id: deliveryId } = await world.delivery(id);
    const child = spawnWorker({
      databaseUrl: database.url,
      channel: { id: 'wechat', kind: 'wechat-account', name: '明溪在线', settings },
      deliveryId,
      freeze,
    });
    await expect.poll(() => isStopped(child), { timeout: 60_000 }).toBe(true);
    await sleep(FROZEN_MS);
    await world.run(id);
    const { token } = await world.delivery(id);
    expect(token).toBe(2);
    const before = sandbox.effects().length;
    const done = once(child, 'exit');
    child.kill('SIGCONT');
    await done;
    await killed(child);
    // A call it had not asked for before it froze, it never makes; one on its way cannot be called back.
    const late = sandbox.effects().length - before;
    expect(late).toBeLessThanOrEqual(freeze.at === 'before-call' ? 0 : 1);
    expect((await world.delivery(id)).token).toBe(token);
    let ahead = 0;
    for (let round = 0; round < 60 && (await world.delivery(id)).status !== 'live'; round += 1) {
      await shiftClock(database.db, (ahead += 15 * 60_000));
      await sandbox.tick();
      await world.run(id);
      await sleep(100);
    }
    expect(await world.delivery(id)).toMatchObject({ status: 'live', actualRevision: 1 });
    expect(published()).toBe(1);
    expect(effect('freepublish/submit')).toBe(1);
    await server.close();
    await database.close();
  },
);
