import { defineAdapter, type Adapter, type Rendition } from '../../../adapters/contract.ts';
import { ITEM_TYPES } from '../../../src/core/content.ts';
import type { Channel } from '../../../src/context.ts';
import { source } from '../../support/fakes.ts';

/** A platform reached by one POST: what a channel costs when the platform costs nothing. */
const stubAdapter = (): Adapter<'url'> =>
  defineAdapter({
    kind: 'stub',
    name: '测速渠道',
    takes: ITEM_TYPES,
    settings: { url: { about: '地址' } },
    goesPublicAt: 'post',
    steps: { post: '发出' },
    limits: {
      title: { max: 300, unit: 'codepoint', source },
      body: { max: 2_000_000, unit: 'codepoint', source },
      images: { max: 10, bytes: 1_000_000, types: ['image/png'], source },
      rate: { max: 1_000_000, perMs: 1_000, source },
      quotas: {},
    },
    render: ({ itemId, revision, content }): Rendition => ({
      itemId,
      revision,
      title: content.title,
      body: content.body,
      text: content.body.replace(/<[^>]+>/g, ''),
      images: [],
    }),
    publish: async (rendition, io) => {
      const id = await io.step(
        'post',
        async () => {
          const body = JSON.stringify(rendition);
          const response = await io.fetch(`${io.settings.url}/articles`, { method: 'POST', body });
          return ((await response.json()) as { id: string }).id;
        },
        'repeat',
      );
      return { state: 'live', remoteId: id, url: `${io.settings.url}/${id}` };
    },
    withdraw: () => Promise.resolve({ state: 'gone' }),
    locate: () => Promise.resolve(null),
  });

/** Channels by their ids and their platforms' addresses. */
export const stubChannels = (urls: Readonly<Record<string, string>>): Channel[] => {
  const adapter = stubAdapter();
  return Object.entries(urls).map(([id, url]) => ({ id, name: id, adapter, settings: { url }, off: null }));
};
