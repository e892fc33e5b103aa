import type { Sandbox, SandboxOptions } from './contract.ts';
import { createGuideSandbox } from './guide-feed/sandbox.ts';
import { createPortalSandbox } from './portal-column/sandbox.ts';
import { createWechatSandbox } from './wechat-account/sandbox.ts';

/** The local double of each kind's platform, for the demo and the tests. */
export const sandboxes: ReadonlyMap<string, (options: SandboxOptions) => Sandbox> = new Map([
  ['portal-column', createPortalSandbox],
  ['wechat-account', createWechatSandbox],
  ['guide-feed', createGuideSandbox],
]);
