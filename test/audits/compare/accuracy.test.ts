import { describe, expect, it } from 'vitest';
import { generateCorpus } from '../../bench/support/accuracy/generate.ts';
import { measureSample } from '../../bench/support/accuracy/measure.ts';

describe('accuracy on pages as government CMSs, platforms and old sites make them', () => {
  it.each(generateCorpus().filter((_, index) => index % 3 === 0))(
    '$name: no false alarm, each change found once, as bad as it is',
    (sample) => {
      const { verdict, differences, trials } = measureSample(sample, 1);
      expect(verdict.isFaithful).toBe(true);
      expect(differences).toEqual([]);
      expect(trials.length).toBeGreaterThan(15);
      expect(trials.filter(({ isOnce, isRightSeverity }) => !isOnce || !isRightSeverity)).toEqual([]);
    },
  );
});
