import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audits, events, hosts } from '../../db/schema/index.ts';
import type { Actor } from '../../src/accounts/actor.ts';
import { releaseHost } from '../../src/audits/release.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';

const wang: Actor = { name: '王五', permissions: ['finding-handle'], unitIds: [] };
const MANY = 14;

let stage: AuditStage;
const copies: { id: string; url: string }[] = [];

beforeAll(async () => {
  stage = await openAuditStage();
  for (let number = 0; number < MANY; number += 1) {
    const id = await stage.world.approve({ title: `${TITLE}（${number + 1}）`, body: BODY });
    copies.push({ id, url: (await stage.world.settle(id)).url ?? '' });
  }
  for (const { id } of copies) await stage.look(id);
});
afterAll(() => stage.close());

const changeAll = (from: string, to: string): void => {
  for (const { url } of copies) {
    const file = stage.file(url);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
  }
};
const lookAtAll = async (): Promise<void> => {
  for (const { id } of copies) await stage.look(id);
};

describe.sequential('the brake', () => {
  it('leaves a few wrong copies to be read one by one', async () => {
    const [one, two] = copies;
    for (const copy of [one, two]) if (copy) stage.edit(copy.url, '120元', '130元');
    await lookAtAll();
    expect(await stage.kinds()).toEqual(['differs', 'differs']);
  });

  it('stops the flood when many copies of one host change at once, and asks once', async () => {
    changeAll('雪峰镇', '胡坊镇');
    await lookAtAll();
    expect(await stage.open()).toMatchObject([
      { kind: 'many-changed', subject: 'host:platform.test', facts: { host: 'platform.test', count: 10 } },
    ]);
    const [host] = await stage.world.ctx.db.select().from(hosts);
    expect(host?.brakedAt).not.toBeNull();
  });

  it('lets nothing be looked at until a person says so; then each copy is reported for itself', async () => {
    const [finding] = await stage.open();
    await releaseHost(stage.world.ctx, { id: finding?.id ?? '', reason: '网站改版', actor: wang });
    const due = await stage.world.ctx.db.select().from(audits);
    expect(due.every(({ nextLookAt }) => nextLookAt !== null)).toBe(true);
    await lookAtAll();
    const kinds = await stage.kinds();
    expect(kinds.filter((kind) => kind === 'differs')).toHaveLength(MANY);
    expect(kinds).not.toContain('many-changed');
    const told = (await stage.world.ctx.db.select().from(events)).map(({ kind }) => kind);
    expect(told.filter((kind) => kind === 'host-braked')).toHaveLength(1);
    expect(told).toContain('host-released');
  });
});
