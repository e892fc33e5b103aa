import { describe } from 'vitest';
import { createWechatSandbox } from '../../../adapters/wechat-account/sandbox.ts';
import { testAdapter } from '../conformance.ts';
import { common } from './cases.ts';

// The other modes take three times as long: `test/faults/wechat-modes.test.ts`.
describe('freepublish', () => {
  testAdapter({ ...common, createSandbox: createWechatSandbox });
});
