import { describe } from 'vitest';
import { testAdapter } from '../adapters/conformance.ts';
import { body, common, platformFor, pressAll } from '../adapters/wechat-account/cases.ts';

// What every adapter must hold, for the modes of publishing that `npm test` leaves out for its time.
describe('draft-only', () => {
  testAdapter({ ...common, createSandbox: platformFor('draft-only', pressAll) });
});
const unlisted = 'no call lists mass-sent articles';
describe('mass-send', () => {
  testAdapter({ ...common, createSandbox: platformFor('mass-send'), unlisted });
});
describe('mass-send of several articles', () => {
  const long = (day: string): string =>
    Array.from({ length: 30 }, (_, n) => `<p>第${n}段，${day}${'文'.repeat(900)}</p>`).join('');
  testAdapter({
    ...common,
    content: { ...common.content, body: body('11月25日') + long('11月25日') },
    correction: { ...common.correction, body: body('11月26日') + long('11月26日') },
    createSandbox: platformFor('mass-send'),
    unlisted,
  });
});
