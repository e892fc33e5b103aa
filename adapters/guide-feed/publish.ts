import type { Io, Receipt, Rendition, Withdrawal, Withdrawn } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import type { Json } from '../../src/core/json.ts';
import { lookAtPage } from './client.ts';
import { parseFieldMap } from './field-map.ts';
import { wakeConsumer } from './push.ts';
import type { GuideSetting } from './settings.ts';
import { readRemoteId, remoteIdOf, tombstoneOf, versionOf } from './version.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** A consumer that pulls once a night and missed one night is still in order; beyond that a person should ask. */
const PATIENCE_MS = 48 * HOUR;

/** When to look again: after two seconds, then ever less often, each wait half of the time waited so far, at most an hour. */
const nextLook = (since: string, now: Date): string => {
  const waited = now.getTime() - Date.parse(since);
  const wait = Math.min(Math.max(waited / 2, 2 * SECOND), HOUR);
  return new Date(now.getTime() + wait).toISOString();
};

const checkPatience = (since: string, now: Date, what: string): void => {
  if (now.getTime() - Date.parse(since) <= PATIENCE_MS) return;
  throw new ChannelError('unavailable', `数据源已更新超过 48 小时，对方仍未${what}，请联系对方检查采集任务`);
};

/** A consumer that pulls by a wrong map gets nothing: the channel rests until it is mended. */
const checkFieldMap = ({ fieldMap }: Io<GuideSetting>['settings']): void => {
  const parsed = fieldMap === '' ? null : parseFieldMap(fieldMap);
  if (parsed && 'faults' in parsed) throw new ChannelError('signed-out', `渠道设置 fieldMap 有误：${parsed.faults}`);
};

interface Entry {
  readonly step: string;
  readonly itemId: string;
  readonly version: number;
  readonly body: Json | null;
}

/** Puts an entry into the feed, once, tells the consumer, and answers since when it has been there. */
const putEntry = async (io: Io<GuideSetting>, { step, ...entry }: Entry): Promise<string> => {
  checkFieldMap(io.settings);
  const since = await io.step(
    step,
    async () => {
      await io.feed.put(entry);
      return io.now().toISOString();
    },
    'repeat',
  );
  await wakeConsumer(io, entry.itemId, entry.version);
  return since;
};

/** Live is what the consumer shows; the feed only offers it. A correction is a newer entry of the same guide. */
export const publish = async ({ itemId, revision, body }: Rendition, io: Io<GuideSetting>): Promise<Receipt> => {
  const version = versionOf(revision);
  const remoteId = remoteIdOf(itemId, version);
  const since = await putEntry(io, { step: 'feed', itemId, version, body: JSON.parse(body) as Json });
  const page = await lookAtPage(io, itemId);
  if (page?.version === version) return { state: 'live', remoteId, url: page.url };
  checkPatience(since, io.now(), `展示第 ${revision} 版`);
  return { state: 'in-review', remoteId, url: null, checkAt: nextLook(since, io.now()) };
};

export const update = (_: Receipt, rendition: Rendition, io: Io<GuideSetting>): Promise<Receipt> =>
  publish(rendition, io);

/** The tombstone goes into the feed; gone is gone when the consumer's page is. */
export const withdraw = async ({ remoteId }: Receipt, _: Withdrawal, io: Io<GuideSetting>): Promise<Withdrawn> => {
  const { itemId, version } = readRemoteId(remoteId);
  const since = await putEntry(io, { step: 'tombstone', itemId, version: tombstoneOf(version), body: null });
  const page = await lookAtPage(io, itemId);
  if (page === null) return { state: 'gone' };
  checkPatience(since, io.now(), '下架');
  return { state: 'in-review', checkAt: nextLook(since, io.now()) };
};
