import type { Io, LiveReceipt, Receipt, Withdrawal, Withdrawn } from '../../contract.ts';
import { ChannelError } from '../../../src/core/faults.ts';
import { openClient, type Client } from '../client.ts';
import { keepFiles, type Bytes } from './files.ts';
import { writeArticleFile } from './links.ts';
import { writeLists } from './lists.ts';
import { logOnce } from './log.ts';
import { goneMark, writeNoticeFile } from './notices.ts';
import { isLive, nextRecord, readRecord, writeRecord, type ArticleRecord } from './record.ts';
import type { HeldFolder } from './writer.ts';
import { articleName } from '../paths.ts';
import type { PortalRendition } from '../render.ts';
import { publicUrl, readSite, type PortalSetting } from '../settings.ts';

type PortalIo = Io<PortalSetting>;

const nameAt = (path: string): string => {
  const name = articleName(path);
  if (name === null) throw new ChannelError('refused', `回执中的地址不是本渠道的文章：${path}，请核对后重试`);
  return name;
};

/** Readers may see the change already: whatever goes wrong from here on, the engine must look and carry it to its end. */
const inPublic = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (cause) {
    throw new ChannelError('outcome-unknown', '写入门户页面时中断，系统会查证后继续', { cause });
  }
};

/** An action must have seen the change before its own; one that slept meanwhile finds another and stops. */
const checkUnchanged = (record: ArticleRecord | null, seen: number): void => {
  if ((record?.generation ?? 0) !== seen)
    throw new ChannelError('refused', '门户上这篇文章已被另一次操作改动，请刷新状态后重试');
};

const checkNotOlder = (record: ArticleRecord | null, revision: number): void => {
  const there = record?.card.revision ?? 0;
  if (there > revision)
    throw new ChannelError('refused', `门户上已有较新的版本（第 ${there} 版），不能用第 ${revision} 版覆盖，请核对`);
};

const lookAt = (client: Client, name: string, revision: number, io: PortalIo): Promise<number> =>
  io.step(
    'look',
    async () => {
      const record = await readRecord(client, name);
      checkNotOlder(record, revision);
      return record?.generation ?? 0;
    },
    'repeat',
  );

/** Read before the lock is taken, and only what is not there: others are waiting for it. */
const loadFiles = async (client: Client, { files }: PortalRendition, io: PortalIo): Promise<Bytes> => {
  const bytes = new Map<string, Uint8Array>();
  for (const { asset, file } of files)
    if (!(await client.has(`assets/${file}`))) bytes.set(file, (await io.asset(asset)).data);
  return bytes;
};

/** The same revision already live, by this action or before a restored backup, is completed rather than made again. */
const recordFor = (last: ArticleRecord | null, { card, path, files }: PortalRendition, seen: number): ArticleRecord => {
  if (last && isLive(last) && last.card.revision === card.revision) return last;
  checkUnchanged(last, seen);
  const effect = last && isLive(last) ? 'update' : 'publish';
  return nextRecord(last, { effect, card, path: last?.path ?? path, files: files.map(({ file }) => file) });
};

const putArticle = async (folder: HeldFolder, rendition: PortalRendition, bytes: Bytes, seen: number, io: PortalIo) => {
  const name = nameAt(rendition.path);
  const record = recordFor(await readRecord(folder, name), rendition, seen);
  await writeRecord(folder, name, record);
  await keepFiles(folder, name, record.files, bytes);
  await inPublic(async () => {
    await folder.remove(goneMark(record.path));
    await writeArticleFile(folder, readSite(io.settings), record, rendition.body);
    await logOnce(folder, record, io.now());
  });
  return record.path;
};

export const publish = async (rendition: PortalRendition, io: PortalIo): Promise<LiveReceipt> => {
  const client = openClient(io.settings.documentRoot, io.signal);
  const site = readSite(io.settings);
  const name = nameAt(rendition.path);
  const seen = await lookAt(client, name, rendition.revision, io);
  const path = await io.step(
    'article',
    async () => {
      const bytes = await loadFiles(client, rendition, io);
      return client.hold((folder) => putArticle(folder, rendition, bytes, seen, io));
    },
    'repeat',
  );
  await io.step('lists', () => client.hold((folder) => writeLists(folder, site, name)).then(() => true), 'repeat');
  return { state: 'live', remoteId: path, url: publicUrl(site, path) };
};

/** An article keeps its address, whatever column a correction puts it in. */
export const update = (receipt: Receipt, rendition: PortalRendition, io: PortalIo): Promise<LiveReceipt> =>
  publish({ ...rendition, path: receipt.remoteId }, io);

const putNotice = async (folder: HeldFolder, path: string, withdrawal: Withdrawal, seen: number, io: PortalIo) => {
  const name = nameAt(path);
  const last = await readRecord(folder, name);
  // Our books are lost, as after a restore without them: the page still has to go.
  if (!last && !(await folder.has(path))) return;
  if (last && isLive(last)) checkUnchanged(last, seen);
  const taken = last && {
    effect: 'withdraw' as const,
    card: last.card,
    path: last.path,
    files: [],
    notice: withdrawal,
  };
  const record = taken && isLive(last) ? nextRecord(last, taken) : last;
  if (record) await writeRecord(folder, name, record);
  await inPublic(async () => {
    await writeNoticeFile(folder, readSite(io.settings), path, withdrawal);
    if (record) await logOnce(folder, record, io.now());
  });
};

/** A notice takes the page's place; the lists, and the files no other article needs, follow. */
export const withdraw = async (receipt: Receipt, withdrawal: Withdrawal, io: PortalIo): Promise<Withdrawn> => {
  const client = openClient(io.settings.documentRoot, io.signal);
  const path = receipt.remoteId;
  const name = nameAt(path);
  const seen = await lookAt(client, name, Number.POSITIVE_INFINITY, io);
  await io.step(
    'notice',
    () => client.hold((folder) => putNotice(folder, path, withdrawal, seen, io)).then(() => true),
    'repeat',
  );
  const site = readSite(io.settings);
  await io.step('lists', () => client.hold((folder) => writeLists(folder, site, name)).then(() => true), 'repeat');
  return { state: 'gone' };
};

/** A correction may name another column than the one in the address, so the books are asked. */
export const addressOf = async ({ path }: PortalRendition, io: PortalIo): Promise<string> => {
  const client = openClient(io.settings.documentRoot, io.signal);
  const record = await readRecord(client, nameAt(path));
  return publicUrl(readSite(io.settings), record?.path ?? path);
};
