import { expect, it } from 'vitest';
import type { Adapter } from '../../adapters/contract.ts';
import { readListPage } from '../../src/audits/listings.ts';
import { readPage } from '../../src/audits/read/read-page.ts';
import type { ContentInput } from '../../src/core/content.ts';
import { loadManuscript } from '../../src/deliveries/manuscript.ts';
import { seenPage } from '../support/seen.ts';
import { CHANNEL, type Stage } from '../support/stage.ts';

interface AuditCase {
  readonly adapter: Adapter;
  readonly content: Partial<ContentInput>;
}

/** What the audit relies on: that an adapter knows its own page, and says truly what page and lists carry. */
export const forAudit = ({ adapter, content }: AuditCase, stage: () => Stage): void => {
  it.skipIf(adapter.readCopy === undefined)('tells its own page from a stranger, and a removal from both', async () => {
    const { world } = stage();
    const itemId = await world.approve(content);
    const { url } = await world.settle(itemId);
    const place = { itemId, url: url ?? '' };
    const settings = world.ctx.channels.get(CHANNEL)?.settings ?? {};
    const read = (html: string) => adapter.readCopy?.(seenPage(html, place.url), place, settings);
    const page = await (await world.fetch(place.url)).text();
    expect(read(page)).toMatchObject({ kind: 'article', copy: { revision: 1 } });
    expect(read('<html><body><p>请完成验证</p></body></html>')).toMatchObject({ kind: 'unknown' });
    expect(read('')).toMatchObject({ kind: 'unknown' });
    await world.withdraw(itemId);
    await world.settle(itemId);
    const after = await world.fetch(place.url);
    const seen = [404, 410].includes(after.status) ? 'removed' : read(await after.text())?.kind;
    expect(seen).toBe('removed');
  });

  it('says what its page and its lists carry', async () => {
    const { world } = stage();
    const itemId = await world.approve(content);
    const { url } = await world.settle(itemId);
    const settings = world.ctx.channels.get(CHANNEL)?.settings ?? {};
    const manuscript = await loadManuscript(world.ctx.db, { itemId, revision: 1 });
    const page = readPage(await (await world.fetch(url ?? '')).text(), url ?? '');
    const tags = Object.entries(adapter.tags?.(manuscript, url ?? '', settings) ?? {});
    expect(tags.filter(([name, value]) => !page.metas[name.toLowerCase()]?.includes(value))).toEqual([]);
    const lists = adapter.listings?.(manuscript, settings) ?? [];
    const shown = await Promise.all(
      lists.map(async (list) =>
        readListPage(await (await world.fetch(list.url)).text(), list.url).lines.has(url ?? ''),
      ),
    );
    expect(lists.filter((_, index) => shown[index] === false)).toEqual([]);
  });
};
