import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter, Manuscript } from '../../adapters/contract.ts';
import { checkLimits } from '../../adapters/kit/check-limits.ts';
import { steps } from '../../db/schema/index.ts';
import { contentSchema, type ContentInput } from '../../src/core/content.ts';
import { issueText } from '../../src/core/issues.ts';
import { stepLabel } from '../../src/core/steps.ts';
import { loadManuscript } from '../../src/deliveries/manuscript.ts';
import { forAudit } from './conformance-audit.ts';
import { copyOf, lookFor } from '../support/look.ts';
import { createKiller, KILL_MODES, type KillPoint } from '../support/killer.ts';
import { CHANNEL, openStage, type Stage, type StageOptions } from '../support/stage.ts';

export interface ConformanceCase extends StageOptions {
  readonly content: Partial<ContentInput>;
  /** The same item, corrected. */
  readonly correction: Partial<ContentInput>;
  /** Effects that may happen twice without a reader or a quota that matters noticing, each with its reason. */
  readonly harmless?: Readonly<Record<string, string>>;
  /** Why the platform cannot be asked for a copy without its receipt: then looking for one must be unsure, not null. */
  readonly unlisted?: string;
}

const manuscriptOf = (content: Partial<ContentInput>): Manuscript => ({
  itemId: randomUUID(),
  externalId: 'e',
  revision: 1,
  hash: 'f'.repeat(64),
  content: contentSchema.parse({
    type: 'notice',
    unit: 'xzfb',
    column: 'tzgg',
    title: '标题',
    source: '明溪县人民政府办公室',
    disclosure: { kind: '主动公开' },
    ...content,
  }),
  unit: { id: 'xzfb', name: '明溪县人民政府办公室' },
  column: { id: 'tzgg', name: '通知公告', description: '通知公告', keywords: ['通知'], type: '通知公告' },
  assets: {},
  publishedAt: new Date(0),
  revisedAt: new Date(0),
});

const declarations = ({ adapter, content }: ConformanceCase): void => {
  it('declares every limit with its document and the day it was read', () => {
    const { title, body, images, rate, quotas } = adapter.limits;
    for (const { source } of [title, body, images, rate, ...Object.values(quotas)]) {
      expect(source.document).not.toBe('');
      expect(new Date(source.checkedOn).toISOString().slice(0, 10)).toBe(source.checkedOn);
    }
  });

  it('says in Chinese what every setting is', () => {
    const abouts = Object.values(adapter.settings).map(({ about }) => about);
    expect(abouts.length).toBeGreaterThan(0);
    for (const about of abouts) expect(about).toMatch(/\p{Script=Han}/u);
  });

  it('answers issues with words, never exceptions, for content beyond its limits', () => {
    const settings = Object.fromEntries(Object.keys(adapter.settings).map((name) => [name, 'http://x.test']));
    const long = manuscriptOf({ ...content, title: '长'.repeat(300), source: '源'.repeat(100) });
    const rendition = adapter.render(long, settings);
    const issues = [
      ...checkLimits(adapter.limits, rendition, long, '渠道'),
      ...(adapter.check?.(rendition, long) ?? []),
    ];
    for (const each of issues) expect(issueText(each)).not.toMatch(/\{\w+\}|undefined/);
    expect(issues.length > 0 || adapter.limits.title.max >= 300).toBe(true);
  });
};

interface Trial {
  readonly name: string;
  /** Everything before the action under test; answers the item. */
  readonly prepare: (stage: Stage) => Promise<string>;
  /** The change of mind that the action under test carries out. */
  readonly ask: (stage: Stage, itemId: string) => Promise<unknown>;
  readonly ends: 'live' | 'withdrawn';
  readonly revision: number | null;
}

const trialsOf = ({ content, correction }: ConformanceCase): Trial[] => {
  const publish = async ({ world }: Stage): Promise<string> => {
    const itemId = await world.approve(content);
    await world.settle(itemId);
    return itemId;
  };
  return [
    {
      name: 'publish',
      prepare: ({ world }) => world.approve(content),
      ask: () => Promise.resolve(),
      ends: 'live',
      revision: 1,
    },
    {
      name: 'correct',
      prepare: publish,
      ask: ({ world }, itemId) => world.approve(correction, { itemId }),
      ends: 'live',
      revision: 2,
    },
    {
      name: 'withdraw',
      prepare: publish,
      ask: ({ world }, itemId) => world.withdraw(itemId),
      ends: 'withdrawn',
      revision: null,
    },
  ];
};

/** Runs the action with one effect ending badly, then lets healthy workers go on until the delivery is final. */
const runTrial = async (stage: Stage, adapter: Adapter, trial: Trial, point: KillPoint | null) => {
  const { world, sandbox } = stage;
  // Another day for every trial: the platforms' daily quotas are small.
  await world.advance(25 * 3_600_000);
  const itemId = await trial.prepare(stage);
  const since = sandbox.effects().length;
  await trial.ask(stage, itemId);
  const killer = createKiller(adapter, point);
  world.use(CHANNEL, killer.adapter);
  const row = await Promise.race([world.settle(itemId), killer.struck]);
  world.use(CHANNEL, adapter);
  const final = row ?? (await world.settle(itemId));
  const effects = sandbox
    .effects()
    .slice(since)
    .map(({ effect, key }) => ({ effect, key: key.replaceAll(itemId, 'item') }));
  return { itemId, final, effects, count: killer.count() };
};

const repeated = (
  effects: readonly { effect: string; key: string }[],
  harmless: Readonly<Record<string, string>>,
): string[] => {
  const seen = new Set<string>();
  return effects.flatMap(({ effect, key }) => {
    const name = `${effect} ${key}`;
    const again = seen.has(name) && !(effect in harmless);
    seen.add(name);
    return again ? [name] : [];
  });
};

const interruptions = (conformance: ConformanceCase, stage: () => Stage): void => {
  const { adapter, harmless = {} } = conformance;
  describe.each(trialsOf(conformance))('$name', (trial) => {
    let ideal: ReturnType<typeof runTrial> | undefined;
    /** Nothing happens to it; once for all that ask. */
    const runHealthy = () => (ideal ??= runTrial(stage(), adapter, trial, null));

    it('ends as approved, each effect once', async () => {
      const { itemId, final, effects } = await runHealthy();
      expect(final.status).toBe(trial.ends);
      expect(repeated(effects, {})).toEqual([]);
      expect(effects.length).toBeGreaterThan(0);
      const gone = conformance.unlisted === undefined ? 'absent' : 'outcome-unknown';
      expect(await lookFor(stage(), adapter, itemId, trial.revision)).toBe(trial.revision === null ? gone : final.url);
    });

    it.each(KILL_MODES)(
      'survives each effect ending badly (%s), each effect once',
      async (mode) => {
        const healthy = await runHealthy();
        expect(healthy.count).toBeGreaterThan(0);
        for (let at = 1; at <= healthy.count; at += 1) {
          const { final, effects } = await runTrial(stage(), adapter, trial, { at, mode });
          const where = `effect ${at} of ${healthy.count}, ${mode}`;
          expect({ where, status: final.status, fault: final.faultText }).toEqual({
            where,
            status: trial.ends,
            fault: null,
          });
          expect({ where, repeated: repeated(effects, harmless) }).toEqual({ where, repeated: [] });
        }
      },
      120_000,
    );
  });
};

/** What every adapter must hold, run against its sandbox by the real engine. An adapter's own file adds its quirks. */
export const testAdapter = (conformance: ConformanceCase): void => {
  const { adapter, content, correction } = conformance;
  describe(`${adapter.kind} conforms`, () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage(conformance);
    });
    afterAll(() => stage.close());

    declarations(conformance);

    it('renders the same manuscript to the same bytes, within its limits', async () => {
      const itemId = await stage.world.approve(content);
      const settings = stage.world.ctx.channels.get(CHANNEL)?.settings ?? {};
      const manuscript = await loadManuscript(stage.world.ctx.db, { itemId, revision: 1 });
      const once = adapter.render(manuscript, settings);
      expect(adapter.render(structuredClone(manuscript), settings)).toEqual(once);
      expect(once).toMatchObject({ itemId, revision: 1, title: manuscript.content.title });
      const issues = [
        ...checkLimits(adapter.limits, once, manuscript, '渠道'),
        ...(adapter.check?.(once, manuscript) ?? []),
      ];
      expect(issues.filter(({ level }) => level === 'block')).toEqual([]);
    });

    it('shows readers what was rendered', async () => {
      const itemId = await stage.world.approve(content);
      await stage.world.settle(itemId);
      const { rendition, copy } = await copyOf(stage, adapter, itemId, 1);
      const bare = (text: string) => text.replaceAll(/\s+/g, '');
      expect(bare(copy?.text ?? '')).toContain(bare(rendition.text));
    });

    forAudit(conformance, () => stage);

    it('withdraws twice as well as once', async () => {
      const itemId = await stage.world.approve(content);
      await stage.world.settle(itemId);
      await stage.world.withdraw(itemId);
      await stage.world.settle(itemId);
      await stage.world.approve(correction, { itemId });
      expect(await stage.world.settle(itemId)).toMatchObject({ status: 'live', actualRevision: 2 });
      await stage.world.withdraw(itemId);
      expect(await stage.world.settle(itemId)).toMatchObject({ status: 'withdrawn' });
    });

    interruptions(conformance, () => stage);

    it('has a Chinese name for every step it took in all of this, and for the one that goes public', async () => {
      const rows = await stage.world.ctx.db.selectDistinct({ name: steps.name }).from(steps);
      expect(rows.length).toBeGreaterThan(0);
      for (const name of [...rows.map((row) => row.name), adapter.goesPublicAt])
        expect({ name, label: stepLabel(adapter.steps, name) }).toEqual({
          name,
          label: expect.stringMatching(/^\p{Script=Han}+$/u),
        });
    });
  });
};
