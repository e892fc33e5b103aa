import { and, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { channelSettings, dbNow } from '../../db/schema/index.ts';
import { actorNow, eventActor, type PersonActor } from '../accounts/actor.ts';
import type { Channel, Context } from '../context.ts';
import { AppError, invalid } from '../core/errors.ts';
import { issue, type Issue } from '../core/issues.ts';
import { writeEvents } from '../events.ts';
import { permitChannel } from './hold.ts';
import { loadSettings } from './load-settings.ts';
import { sealSetting } from '../accounts/seal-settings.ts';

const MAX = 100_000;

export interface ChangeSettings {
  readonly channelId: string;
  /** New values, by name; what is named neither here nor below stays. */
  readonly set: Readonly<Record<string, string>>;
  /** Back to the default, or to nothing. */
  readonly clear: readonly string[];
}

const isAddress = (value: string): boolean => /^https?:\/\//i.test(value.trim());
const isOneSetting = (channel: Channel, name: string): boolean => Object.hasOwn(channel.adapter.settings, name);

/** A key once entered must not be sent where its owner never meant it: another address wants the keys anew. */
const checkAddresses = (channel: Channel, { set, clear }: ChangeSettings): Issue[] => {
  const { adapter, settings, given = settings } = channel;
  const moved = [...Object.keys(set), ...clear].filter((name) => {
    const [before, after] = [settings[name] ?? '', set[name] ?? adapter.settings[name]?.default ?? ''];
    return adapter.settings[name]?.secret === undefined && before !== after && (isAddress(before) || isAddress(after));
  });
  const [first] = moved;
  if (first === undefined) return [];
  const keys = Object.keys(adapter.settings).filter((name) => adapter.settings[name]?.secret && settings[name]);
  return [
    ...(keys.some((name) => Object.hasOwn(given, name)) ? [issue(first, 'address-fixed')] : []),
    ...keys
      .filter((name) => !Object.hasOwn(given, name) && !Object.hasOwn(set, name) && !clear.includes(name))
      .map((name) => issue(name, 'secret-again')),
  ];
};

const check = (channel: Channel, change: ChangeSettings): Issue[] => {
  const { given = channel.settings } = channel;
  const names = [...Object.keys(change.set), ...change.clear];
  return [
    ...names.filter((name) => !isOneSetting(channel, name)).map((name) => issue(name, 'unknown-field', { name })),
    ...names.filter((name) => Object.hasOwn(given, name)).map((name) => issue(name, 'setting-fixed')),
    ...Object.entries(change.set)
      .filter(([, value]) => value.length > MAX)
      .map(([name, { length }]) => issue(name, 'too-long', { max: MAX, unit: '字', actual: length })),
    ...checkAddresses(channel, change),
  ];
};

const write = async (tx: Transaction, ctx: Context, change: ChangeSettings, by: string): Promise<void> => {
  const { channelId, set, clear } = change;
  for (const [name, value] of Object.entries(set)) {
    const sealed = sealSetting(ctx.secret, { owner: channelId, name }, value);
    await tx
      .insert(channelSettings)
      .values({ channelId, name, sealed, by })
      .onConflictDoUpdate({
        target: [channelSettings.channelId, channelSettings.name],
        set: { sealed, by, at: dbNow },
      });
  }
  if (clear.length > 0)
    await tx
      .delete(channelSettings)
      .where(and(eq(channelSettings.channelId, channelId), inArray(channelSettings.name, [...clear])));
};

/**
 * What an administrator enters for a channel, sealed before it is stored; here it is in force at once, in the other
 * processes a few seconds later. The event names the settings, never their values. Throws `invalid`, `not-found`.
 */
export const changeSettings = async (ctx: Context, change: ChangeSettings, actor: PersonActor): Promise<void> => {
  const { channelId, set, clear } = change;
  permitChannel(ctx, actor, channelId);
  const channel = ctx.channels.get(channelId);
  if (!channel) throw new AppError('not-found', { what: `渠道“${channelId}”` });
  const issues = check(channel, change);
  if (issues.length > 0) throw invalid(issues);
  if (Object.keys(set).length + clear.length === 0) return;
  await ctx.db.transaction(async (tx) => {
    const now = await actorNow(tx, actor);
    permitChannel(ctx, now, channelId);
    await write(tx, ctx, change, eventActor(now));
    const data = { channelId, set: Object.keys(set), cleared: [...clear] };
    await writeEvents(tx, [{ actor: eventActor(now), kind: 'channel-settings-changed', data }]);
  });
  await loadSettings(ctx);
};
