import type { LiveReceipt, Manuscript, Sandbox } from '../../../adapters/contract.ts';
import { portalColumn } from '../../../adapters/portal-column/index.ts';
import { render } from '../../../adapters/portal-column/render.ts';
import { createCmsSandbox } from '../../../adapters/portal-column/sandbox.ts';
import type { PortalSetting } from '../../../adapters/portal-column/settings.ts';
import { createMemoryIo, type MemoryIo } from '../../support/memory-io.ts';
import { BASE, FORM, NOW, PICTURE, settingsOf, type PortalIoOptions } from './portal.ts';

export interface Cms {
  readonly sandbox: Sandbox;
  /** Every request that reached the CMS, oldest first; bodies are kept. */
  readonly requests: readonly Request[];
  send(request: Request): Promise<Response>;
  io(options?: PortalIoOptions, own?: Readonly<Record<string, string>>): MemoryIo<PortalSetting>;
  publish(manuscript: Manuscript, io?: MemoryIo<PortalSetting>): Promise<LiveReceipt>;
  /** A public page: status and text. */
  page(url: string): Promise<readonly [number, string]>;
  effects(): string[];
}

/** A CMS in memory, without an engine; the clock is the test's. */
export const openCms = (clock: () => Date = () => NOW): Cms => {
  const options = { base: BASE, folder: null, clock, callbackUrl: '', feedUrl: '', fetch: globalThis.fetch };
  const sandbox = createCmsSandbox(options);
  const requests: Request[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(request.clone());
    return sandbox.fetch(request);
  };
  const io = (own: PortalIoOptions = {}, settings: Readonly<Record<string, string>> = {}) =>
    createMemoryIo<PortalSetting>({
      settings: settingsOf({ ...sandbox.settings, ...settings }),
      assets: [PICTURE, FORM],
      clock: () => NOW,
      fetch,
      ...own,
    });
  return {
    sandbox,
    requests,
    send: async (request) => sandbox.fetch(request),
    io,
    publish: async (manuscript, with_ = io()) => {
      const receipt = await portalColumn.publish(render(manuscript), with_);
      if (receipt.state !== 'live') throw new Error('not live');
      return receipt;
    },
    page: async (url) => {
      const response = await sandbox.fetch(new Request(url));
      return [response.status, await response.text()];
    },
    effects: () => sandbox.effects().map(({ effect, key }) => `${effect} ${key}`),
  };
};
