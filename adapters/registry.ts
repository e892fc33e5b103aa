import type { Adapter } from './contract.ts';
import { guideFeed } from './guide-feed/index.ts';
import { portalColumn } from './portal-column/index.ts';
import { wechatAccount } from './wechat-account/index.ts';

/** Every kind of channel there is: one folder, one line. `test/architecture.test.ts` holds the two together. */
const all: readonly Adapter[] = [portalColumn, wechatAccount, guideFeed];

export const adapters: ReadonlyMap<string, Adapter> = new Map(all.map((adapter) => [adapter.kind, adapter]));
