import {
  defineAdapter,
  type Adapter,
  type Effect,
  type Io,
  type Rendition,
  type Source,
} from '../../adapters/contract.ts';
import { ITEM_TYPES } from '../../src/core/content.ts';
import { ChannelError } from '../../src/core/faults.ts';

const source: Source = { document: 'made for the tests', checkedOn: '2026-11-23', certainty: 'design' };

interface Post {
  readonly marker: string;
  text: string;
  live: boolean;
}

/** A platform as small as can be that still has what hurts: drafts, a public step, no idempotency key, a list to search. */
export interface ToyPlatform {
  readonly posts: Map<string, Post>;
  readonly effects: Effect[];
  /** Answers the next calls of an operation with an error instead of doing it. */
  readonly failures: Map<string, () => Error>;
  livePosts(itemId: string): Post[];
}

export const createToyPlatform = (): ToyPlatform => {
  const posts = new Map<string, Post>();
  return {
    posts,
    effects: [],
    failures: new Map(),
    livePosts: (itemId) => [...posts.values()].filter(({ live, marker }) => live && marker.startsWith(itemId)),
  };
};

const fail = (platform: ToyPlatform, operation: string): void => {
  const error = platform.failures.get(operation);
  if (error) throw error();
};

const markerOf = ({ itemId, revision }: Rendition): string => `${itemId}@${revision}`;
const ids = (platform: ToyPlatform, marker: string): string[] =>
  [...platform.posts].filter(([, post]) => post.marker === marker).map(([id]) => id);

const publish = (platform: ToyPlatform) => async (rendition: Rendition, io: Io) => {
  const marker = markerOf(rendition);
  const effect = (name: string) => platform.effects.push({ effect: name, key: marker });
  const draft = await io.step(
    'draft',
    async () => {
      await io.fetch('http://toy.test/draft');
      fail(platform, 'draft');
      const id = `post-${platform.posts.size + 1}`;
      platform.posts.set(id, { marker, text: rendition.text, live: false });
      effect('draft');
      return id;
    },
    async () => ids(platform, marker)[0] ?? null,
  );
  await io.step(
    'submit',
    async () => {
      await io.fetch('http://toy.test/submit');
      fail(platform, 'submit');
      const post = platform.posts.get(draft);
      if (!post) throw new ChannelError('refused', '草稿不见了');
      post.live = true;
      effect('submit');
      return true;
    },
    async () => (platform.posts.get(draft)?.live ? true : null),
  );
  return { state: 'live' as const, remoteId: draft, url: `http://toy.test/${draft}` };
};

export interface ToyOptions {
  readonly canUpdate?: boolean;
  readonly rate?: { readonly max: number; readonly perMs: number };
}

/** An adapter for the toy platform: the smallest honest one. */
export const createToyAdapter = (platform: ToyPlatform, { canUpdate = false, rate }: ToyOptions = {}): Adapter =>
  defineAdapter({
    kind: 'toy',
    name: '玩具渠道',
    takes: ITEM_TYPES,
    settings: {},
    goesPublicAt: 'submit',
    steps: { draft: '存草稿', submit: '提交', delete: '删除' },
    limits: {
      title: { max: 100, unit: 'codepoint', source },
      body: { max: 100_000, unit: 'codepoint', source },
      images: { max: 10, bytes: 1_000_000, types: ['image/png'], source },
      rate: { max: rate?.max ?? 10_000, perMs: rate?.perMs ?? 1_000, source },
      quotas: {},
    },
    render: ({ itemId, revision, content }) => ({
      itemId,
      revision,
      title: content.title,
      body: content.body,
      text: content.body.replace(/<[^>]+>/g, ''),
      images: [],
    }),
    publish: publish(platform),
    withdraw: async (receipt, _, io) => {
      await io.step(
        'delete',
        async () => {
          await io.fetch('http://toy.test/delete');
          fail(platform, 'delete');
          const post = platform.posts.get(receipt.remoteId);
          if (post) post.live = false;
          platform.effects.push({ effect: 'delete', key: post?.marker ?? receipt.remoteId });
          return true;
        },
        async () => (platform.posts.get(receipt.remoteId)?.live ? null : true),
      );
      return { state: 'gone' };
    },
    locate: (rendition) => {
      const id = ids(platform, markerOf(rendition)).find((each) => platform.posts.get(each)?.live);
      const post = id === undefined ? undefined : platform.posts.get(id);
      if (!post) return Promise.resolve(null);
      const { title, revision } = rendition;
      return Promise.resolve({ url: `http://toy.test/${id}`, title, text: post.text, images: [], links: [], revision });
    },
    ...(canUpdate
      ? {
          update: async (receipt, rendition, io) => {
            await io.step(
              'submit',
              async () => {
                await io.fetch('http://toy.test/update');
                const post = platform.posts.get(receipt.remoteId);
                if (post) post.text = rendition.text;
                platform.effects.push({ effect: 'update', key: markerOf(rendition) });
                return true;
              },
              async () => (platform.posts.get(receipt.remoteId)?.text === rendition.text ? true : null),
            );
            return receipt;
          },
        }
      : {}),
  });
