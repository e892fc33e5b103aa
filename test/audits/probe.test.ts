import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Crawler, Look, LookFault } from '../../src/audits/look.ts';
import { judgeProbes, measureProbes, nextProbeAt, PROBE, probe, type ProbeRow } from '../../src/audits/probe.ts';
import { judge, RULES } from '../../src/audits/rules/index.ts';

const NOW = new Date('2026-11-25T00:00:00Z');
const URL = 'https://www.example.gov.cn/';
const HOUR = 3_600_000;

const answering = (look: Look): Crawler => ({ look: () => Promise.resolve(look), close: () => Promise.resolve() });
const unknown = (cause: LookFault): Look => ({ kind: 'unknown', cause, text: '原因', url: URL, ms: 1 });
const page = (ms: number): Look => ({ kind: 'page', status: 200, url: URL, headers: {}, body: new Uint8Array(), ms });
const rowOf = async (look: Look) => await probe(answering(look), URL, NOW);

/** `perDay` rows on each of `days` days, of which every `n`th failed. */
const week = (perDay: number, failed: (n: number) => boolean, days = 7): ProbeRow[] =>
  Array.from({ length: perDay * days }, (_, n) => ({
    at: new Date(NOW.getTime() - 1 - (n * 24 * HOUR) / perDay),
    ms: 1,
    isOpen: !failed(n),
    why: null,
  }));
const levelOf = (rows: ProbeRow[]) =>
  judge([measureProbes('门户', judgeProbes(rows, NOW))], RULES, { tenDays: false, confirmed: new Set() }).map(
    ({ ruleId, level }) => `${ruleId} ${level ?? 'ok'}`,
  );

describe('a probe', () => {
  it('opened in under fifteen seconds, or did not', async () => {
    expect(await rowOf(page(14_999))).toMatchObject({ isOpen: true, why: null });
    expect(await rowOf(page(15_000))).toMatchObject({ isOpen: false, why: '打开超过 15 秒' });
  });

  it.each(['unreachable', 'too-slow', 'tls', 'status', 'too-many-redirects'] as const)(
    'counts %s as failed',
    async (cause) => {
      expect(await rowOf(unknown(cause))).toMatchObject({ isOpen: false, why: '原因' });
    },
  );

  it.each(['too-large', 'undecodable', 'not-text'] as const)('counts %s as open: it answered', async (cause) => {
    expect(await rowOf(unknown(cause))).toMatchObject({ isOpen: true });
  });

  it.each(['robots-refused', 'host-resting', 'stopped', 'address-refused'] as const)(
    'counts %s not at all',
    async (cause) => {
      expect(await rowOf(unknown(cause))).toBeNull();
    },
  );
});

describe('a week of probes', () => {
  it('is a veto from five in a hundred on, and only when full', () => {
    expect(levelOf(week(20, (n) => n < 7))).toEqual(['V-S2 veto']);
    expect(levelOf(week(20, (n) => n < 6))).toEqual(['V-S2 warn']);
    expect(levelOf(week(20, () => false))).toEqual(['V-S2 ok']);
    expect(levelOf(week(20, () => true, 6))).toEqual(['V-S2.early warn']);
  });

  it('says nothing before a day’s worth of probes', () => {
    expect(levelOf(week(19, () => true, 1))).toEqual([]);
  });

  it('forgets what is older than seven days', () => {
    const old = week(20, () => true).map((row) => ({ ...row, at: new Date(row.at.getTime() - 7 * 24 * HOUR) }));
    expect(judgeProbes(old, NOW)).toEqual({ total: 0, failed: 0, share: null, fullDays: 0 });
  });

  it('has at least twenty a day, by whatever chance', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (chances) => {
        let at = NOW;
        for (let n = 0; n < PROBE.perDay; n += 1) at = nextProbeAt(at, () => chances.next().value as number);
        expect(at.getTime() - NOW.getTime()).toBeLessThanOrEqual(24 * HOUR);
      }),
    );
  });
});
