import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClient } from '../../../adapters/portal-column/client.ts';
import { acquireLock, type LockTimes } from '../../../adapters/portal-column/folder/lock.ts';
import { readLog } from '../../../adapters/portal-column/folder/log.ts';
import { portalColumn } from '../../../adapters/portal-column/index.ts';
import { render } from '../../../adapters/portal-column/render.ts';
import type { StepMemory } from '../../../src/deliveries/steps.ts';
import { manuscriptOf, openPortal, type Portal } from './portal.ts';

let portal: Portal;
beforeEach(async () => {
  portal = await openPortal();
});
afterEach(() => portal.close());

const books = (path = ''): string => join(portal.root, '.yigao', path);
const never = new AbortController().signal;

describe('two writers on one root', () => {
  it('lose nothing of each other', async () => {
    const items = Array.from({ length: 24 }, (_, index) => `item-${index}`);
    await Promise.all(items.map((itemId) => portal.publish(manuscriptOf({ title: `标题${itemId}。` }, { itemId }))));
    const index = portal.read('tzgg/index.html');
    expect(items.filter((itemId) => !index.includes(`标题${itemId}。`))).toEqual([]);
    expect(portal.effects().length).toBe(24);
  });

  it('never let a reader see half a page', async () => {
    const { remoteId } = await portal.publish(manuscriptOf());
    const done = new AbortController();
    const read = async (): Promise<number> => {
      let looks = 0;
      for (; !done.signal.aborted; looks += 1) {
        for (const path of [remoteId, 'index.html', 'tzgg/index.html', 'feed.xml'])
          expect(portal.read(path).trimEnd()).toMatch(/<\/(?:html|feed)>$/);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return looks;
    };
    const reading = read();
    for (let revision = 2; revision <= 12; revision += 1)
      await portal.publish(manuscriptOf({ body: `<p>${'正文'.repeat(revision * 4_000)}</p>` }, { revision }));
    done.abort();
    expect(await reading).toBeGreaterThan(10);
  });
});

describe('the lock', () => {
  const times: LockTimes = { touchEveryMs: 1_000_000, deadAfterMs: 30, giveUpAfterMs: 60 };

  it('passes on from a holder that died, who can then write no more', async () => {
    const dead = await acquireLock(books('lock'), never, times);
    const next = await acquireLock(books('lock'), never, times);
    await expect(dead.check()).rejects.toMatchObject({ fault: 'unavailable' });
    await expect(next.check()).resolves.toBeUndefined();
  });

  it('is not taken from a holder that lives: the waiter gives up and comes again', async () => {
    const held = await acquireLock(books('lock'), never, { ...times, touchEveryMs: 2 });
    await expect(acquireLock(books('lock'), never, { ...times, deadAfterMs: 1_000 })).rejects.toMatchObject({
      fault: 'unavailable',
    });
    await held.release();
  });

  it('sweeps away what a writer had half written when it died', async () => {
    await portal.publish(manuscriptOf());
    const top = Math.max(...readdirSync(books('lock')).map((name) => Number.parseInt(name, 10)));
    writeFileSync(books(`lock/${top}.tmp`), '<html>半');
    await portal.publish(manuscriptOf({}, { revision: 2 }));
    expect(readdirSync(books('lock')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('an older revision', () => {
  it('never overwrites a newer one, live or withdrawn', async () => {
    const receipt = await portal.publish(manuscriptOf({ title: '第三版' }, { revision: 3 }));
    const page = portal.read(receipt.remoteId);
    await expect(portal.publish(manuscriptOf({}, { revision: 2 }))).rejects.toMatchObject({ fault: 'refused' });
    expect(portal.read(receipt.remoteId)).toBe(page);
    await portal.withdraw(receipt);
    await expect(portal.publish(manuscriptOf({}, { revision: 1 }))).rejects.toMatchObject({ fault: 'refused' });
  });

  it('is not put back by a run that slept through a correction or a withdrawal', async () => {
    const steps = new Map<string, StepMemory>([['look', { state: 'done', beganAt: new Date(0), value: 0 }]]);
    const receipt = await portal.publish(manuscriptOf());
    await portal.withdraw(receipt);
    const notice = portal.read(receipt.remoteId);
    await expect(portal.publish(manuscriptOf(), { steps })).rejects.toMatchObject({ fault: 'refused' });
    expect(portal.read(receipt.remoteId)).toBe(notice);
  });

  it('does not take back a newer one by a withdrawal that slept', async () => {
    const receipt = await portal.publish(manuscriptOf());
    const steps = new Map<string, StepMemory>([['look', { state: 'done', beganAt: new Date(0), value: 1 }]]);
    await portal.publish(manuscriptOf({ title: '更正' }, { revision: 2 }));
    await expect(portal.withdraw(receipt, {}, { steps })).rejects.toMatchObject({ fault: 'refused' });
    expect(portal.read(receipt.remoteId)).toContain('更正');
  });

  it('is found rather than published again after the database was restored', async () => {
    const receipt = await portal.publish(manuscriptOf());
    expect(await portal.publish(manuscriptOf())).toEqual(receipt);
    expect(portal.effects()).toEqual(['publish item-1@1#1']);
  });
});

describe('hostile names', () => {
  it.each(['../../etc/passwd', '..', '.yigao', 'assets', 'index.html', 'x-0', '栏目/一', 'A'.repeat(64), 'con\u0000'])(
    'as a column or an item stay below the root (%j)',
    async (name) => {
      const { remoteId } = await portal.publish(manuscriptOf({ column: name }, { itemId: name }));
      expect(remoteId).toMatch(/^(?:x-[0-9a-f]{16}|[a-z0-9-]+)\/202611\/[0-9a-f]{16}\.html$/);
      expect(portal.has(remoteId)).toBe(true);
      expect(readdirSync(join(portal.root, '..'))).toEqual(['htdocs']);
    },
  );

  it('keep two columns apart that differ in case only', async () => {
    const a = await portal.publish(manuscriptOf({ column: 'Gov' }, { itemId: 'a' }));
    const b = await portal.publish(manuscriptOf({ column: 'gov' }, { itemId: 'b' }));
    expect(a.remoteId.split('/')[0]?.toLowerCase()).not.toBe(b.remoteId.split('/')[0]?.toLowerCase());
  });

  it.each(['../../etc/passwd', 'index.html', '', 'tzgg/202611/../../x.html', '.yigao/log.jsonl'])(
    'in a receipt are refused (%j)',
    async (remoteId) => {
      const receipt = { state: 'live' as const, remoteId, url: 'http://portal.test/' };
      await expect(portal.withdraw(receipt)).rejects.toMatchObject({ fault: 'refused' });
      const update = portalColumn.update?.(receipt, render(manuscriptOf()), portal.io());
      await expect(update).rejects.toMatchObject({ fault: 'refused' });
    },
  );
});

describe('the folder', () => {
  it('must be there: a share that is not mounted is no empty site', async () => {
    const client = openClient(join(portal.root, 'not-mounted'), never);
    await expect(client.hold(() => Promise.resolve())).rejects.toMatchObject({ fault: 'unavailable' });
  });

  it('keeps its log readable after a torn line', async () => {
    await portal.publish(manuscriptOf());
    appendFileSync(books('log.jsonl'), '{"at":"2026-');
    await portal.publish(manuscriptOf({}, { revision: 2 }));
    expect(readLog(readFileSync(books('log.jsonl'), 'utf8')).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('stops, and says which file, when one of our books is damaged', async () => {
    const { remoteId } = await portal.publish(manuscriptOf());
    writeFileSync(books(`articles/${remoteId.slice(12, 28)}.json`), '{"effect":');
    await expect(portal.publish(manuscriptOf({}, { revision: 2 }))).rejects.toMatchObject({ fault: 'refused' });
  });
});
