import type { Io, LiveReceipt, Receipt, Withdrawal, Withdrawn } from '../../contract.ts';
import { ChannelError } from '../../../src/core/faults.ts';
import type { PortalRendition } from '../render.ts';
import { readSite, type PortalSetting, type Site } from '../settings.ts';
import { articleMarks, articleTags } from '../templates/tags.ts';
import { call, callArticle, type ArticleState } from './call.ts';

type PortalIo = Io<PortalSetting>;

/** What an action saw before its change: it may make only the one after it. */
type Seen = {
  /** Null: the CMS did not know the article. */
  readonly version: number | null;
  /** Where it shows it. */
  readonly path: string | null;
};

const encode = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));

/** The body of a PUT, as README describes it: the article keeps the path it has. */
const documentOf = (site: Site, { card, ...rendition }: PortalRendition, seen: Seen) => {
  const path = seen.path ?? rendition.path;
  return {
    item: rendition.itemId,
    revision: rendition.revision,
    path,
    title: rendition.title,
    html: rendition.body,
    text: rendition.text,
    files: rendition.files.map(({ file }) => file),
    tags: [...articleTags(site, card, path), ...articleMarks(card, path)],
    card,
  };
};

const onlyAfter = ({ version }: Pick<Seen, 'version'>): Record<string, string> =>
  version === null ? { 'if-none-match': '*' } : { 'if-match': `"${version}"` };

const JSON_TYPE = { 'content-type': 'application/json' };

const lookUp = (io: PortalIo, item: string): Promise<ArticleState | null> => callArticle(io, item, { method: 'GET' });

const look = (io: PortalIo, item: string): Promise<Seen> =>
  io.step(
    'look',
    async () => {
      const state = await lookUp(io, item);
      return { version: state?.version ?? null, path: state?.path ?? null };
    },
    'repeat',
  );

/** Files are named by content: one that is there needs no second sending. */
const sendFiles = async (io: PortalIo, { files }: PortalRendition): Promise<void> => {
  for (const { asset, file } of files)
    await io.step(
      `file ${file}`,
      async () => {
        const path = `files/${file}`;
        if (await call(io, { method: 'HEAD', path }, [404])) return true;
        const { data, mime } = await io.asset(asset);
        await call(io, { method: 'PUT', path, headers: { 'content-type': mime }, body: new Uint8Array(data) });
        return true;
      },
      'repeat',
    );
};

const urlIfLive = (state: ArticleState | null, revision: number): string | null =>
  state?.state === 'live' && state.revision === revision ? state.url : null;

/** A lost answer is looked for; a PUT still on its way harms nobody, since only one can follow `seen`. */
export const publish = async (rendition: PortalRendition, io: PortalIo): Promise<LiveReceipt> => {
  const { itemId, revision } = rendition;
  const seen = await look(io, itemId);
  await sendFiles(io, rendition);
  const url = await io.step(
    'article',
    async () => {
      const body = encode(documentOf(readSite(io.settings), rendition, seen));
      const headers = { ...JSON_TYPE, ...onlyAfter(seen) };
      const there = urlIfLive(await callArticle(io, itemId, { method: 'PUT', headers, body }), revision);
      if (there === null) throw new ChannelError('outcome-unknown', 'CMS 收下了文章，却说它不在线，系统先查证再继续');
      return there;
    },
    async () => urlIfLive(await lookUp(io, itemId), revision),
  );
  return { state: 'live', remoteId: itemId, url };
};

const checkReceipt = ({ remoteId }: Receipt): void => {
  if (!/^[\w-]{1,64}$/.test(remoteId))
    throw new ChannelError('refused', `这篇文章不是经 CMS 发布的：${remoteId}，请先用原来的送达方式撤回`);
};

export const update = async (receipt: Receipt, rendition: PortalRendition, io: PortalIo): Promise<LiveReceipt> => {
  checkReceipt(receipt);
  return publish(rendition, io);
};

/** The CMS shows the notice; what it has long taken back, or never had, is gone already. */
export const withdraw = async (receipt: Receipt, why: Withdrawal, io: PortalIo): Promise<Withdrawn> => {
  checkReceipt(receipt);
  const { remoteId } = receipt;
  const seen = await look(io, remoteId);
  const isGone = (state: ArticleState | null): boolean => state?.state !== 'live';
  await io.step(
    'notice',
    async () => {
      const headers = { ...JSON_TYPE, ...onlyAfter(seen) };
      const isDone =
        seen.version === null ||
        isGone(await callArticle(io, remoteId, { method: 'DELETE', headers, body: encode(why) }));
      if (!isDone) throw new ChannelError('outcome-unknown', 'CMS 收到了撤回，却说文章仍在线，系统先查证再继续');
      return true;
    },
    async () => (isGone(await lookUp(io, remoteId)) ? true : null),
  );
  return { state: 'gone' };
};

export const addressOf = async ({ itemId }: PortalRendition, io: PortalIo): Promise<string | null> =>
  (await lookUp(io, itemId))?.url ?? null;
