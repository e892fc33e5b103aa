import { asc } from 'drizzle-orm';
import { channelSettings } from '../../db/schema/index.ts';
import { withStored, type Channel, type Context } from '../context.ts';
import { unsealSetting } from '../accounts/seal-settings.ts';

type Sealed = typeof channelSettings.$inferSelect;

const readRows = ({ db }: Context): Promise<Sealed[]> =>
  db.select().from(channelSettings).orderBy(asc(channelSettings.channelId), asc(channelSettings.name));

/** What cannot be read any more, e.g. with another secret.key, turns the channel off rather than being left out. */
const opened = ({ secret }: Context, channel: Channel, rows: readonly Sealed[]): Channel => {
  const own = rows.filter(
    ({ channelId, name }) => channelId === channel.id && Object.hasOwn(channel.adapter.settings, name),
  );
  const values = own.map(
    ({ channelId: owner, name, sealed }) => [name, unsealSetting(secret, { owner, name }, sealed)] as const,
  );
  const readable = values.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const lost = values.flatMap(([name, value]) =>
    value === null && !Object.hasOwn(channel.given ?? channel.settings, name) ? [name] : [],
  );
  const next = withStored(channel, Object.fromEntries(readable));
  const why = `设置 ${lost.join('、')} 无法解密（secret.key 或 YIGAO_SECRET 与填写时不同），请在“渠道”页重新填写`;
  return lost.length > 0 ? { ...next, off: why } : next;
};

const apply = (ctx: Context, rows: readonly Sealed[], touched: ReadonlySet<string>): void => {
  for (const channel of ctx.channels.values()) if (touched.has(channel.id)) ctx.useChannel(opened(ctx, channel, rows));
};

/** Puts what administrators entered into force in this process. */
export const loadSettings = async (ctx: Context): Promise<void> => {
  apply(ctx, await readRows(ctx), new Set(ctx.channels.keys()));
};

/** For a loop: puts into force what changed since the last look, in whichever process it was entered. Answers 0: nothing to hurry for. */
export const watchSettings = (ctx: Context): (() => Promise<number>) => {
  const seen = new Map<string, string>();
  return async () => {
    const rows = await readRows(ctx);
    const marks = new Map<string, string>();
    for (const { channelId, name, sealed } of rows)
      marks.set(channelId, `${marks.get(channelId) ?? ''}${name} ${sealed}\n`);
    const touched = [...ctx.channels.keys()].filter((id) => marks.get(id) !== seen.get(id));
    apply(ctx, rows, new Set(touched));
    for (const id of touched) seen.set(id, marks.get(id) ?? '');
    return 0;
  };
};
