import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { it } from 'vitest';
import { shiftClock } from '../support/database.ts';
import { buildContent } from '../support/factories.ts';
import { isStopped, killed, spawnWorker } from '../support/faults/processes.ts';
import { openScene } from '../support/faults/scene.ts';

/** The lease is 60 s; the frozen run must not call out 45 s after its last sign of life. */
const FROZEN_MS = 65_000;

const CASES = [
  { name: 'before it makes a call', freeze: { at: 'before-call', call: 'freepublish/submit' } },
  { name: 'with a call let through but not yet on its way', freeze: { at: 'in-call', call: 'freepublish/submit' } },
  { name: 'before it makes its draft', freeze: { at: 'before-call', call: 'draft/add' } },
  { name: 'with its draft let through but not yet on its way', freeze: { at: 'in-call', call: 'draft/add' } },
] as const;

it.concurrent.for(CASES)(
  'a worker frozen past its lease, $name, and thawed, leaves one article',
  async ({ freeze }, { expect }) => {
    const { database, sandbox, channel, world, published, effect, close } = await openScene();
    const id = await world.approve(buildContent());
    const { id: deliveryId } = await world.delivery(id);
    const child = spawnWorker({
      databaseUrl: database.url,
      channel,
      deliveryId,
      freeze,
    });
    await expect.poll(() => isStopped(child)).toBe(true);
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
    await close();
  },
);
