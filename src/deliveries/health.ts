import { sql } from 'drizzle-orm';
import { channels, channelSettings, deliveries } from '../../db/schema/index.ts';
import { permit, type Actor } from '../accounts/actor.ts';
import type { Channel, Context } from '../context.ts';
import { FAULT_NAMES, type ChannelFault } from '../core/faults.ts';

export interface ChannelHealth {
  /** When something last went live here. */
  readonly lastLiveAt: string | null;
  /** The newest failure that still stands. */
  readonly lastFault: { readonly name: string; readonly text: string; readonly at: string } | null;
  /** Deliveries that are not at their end, and those that wait for a person. */
  readonly moving: number;
  readonly stuck: number;
}

interface Row {
  readonly [name: string]: unknown;
  readonly id: string;
  readonly lastLiveAt: string | null;
  readonly fault: ChannelFault | null;
  readonly text: string | null;
  readonly at: string | null;
  readonly moving: number;
  readonly stuck: number;
}

const iso = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString());

/** How each channel fares: one statement, whatever there is of deliveries. */
export const readHealth = async ({ db }: Context, actor: Actor): Promise<ReadonlyMap<string, ChannelHealth>> => {
  permit(actor, 'channel-read');
  const rows = await db.execute<Row>(sql`
    select c.id, good.at::text as "lastLiveAt", bad.fault, bad.text, bad.at::text as at,
      coalesce(open.moving, 0)::integer as moving, coalesce(open.stuck, 0)::integer as stuck
    from ${channels} c
    left join lateral (select live_since as at from ${deliveries} d
      where d.channel_id = c.id and d.live_since is not null order by d.live_since desc limit 1) good on true
    left join lateral (select d.fault, d.fault_text as text, d.updated_at as at from ${deliveries} d
      where d.channel_id = c.id and d.status in ('retrying', 'parked', 'refused') and d.fault is not null
      order by d.updated_at desc limit 1) bad on true
    left join (select channel_id, count(*) filter (where status not in ('parked', 'refused')) as moving,
        count(*) filter (where status in ('parked', 'refused')) as stuck
      from ${deliveries} where status not in ('live', 'withdrawn') group by 1) open on open.channel_id = c.id`);
  return new Map(
    rows.map(({ id, lastLiveAt, fault, text, at, moving, stuck }) => [
      id,
      {
        lastLiveAt: iso(lastLiveAt),
        lastFault: fault && at !== null ? { name: FAULT_NAMES[fault], text: text ?? '', at: iso(at) ?? '' } : null,
        moving,
        stuck,
      },
    ]),
  );
};

/** Where a setting's value comes from. */
export type SettingOrigin = 'config' | 'console' | 'default' | 'missing';
export interface SettingView {
  readonly name: string;
  readonly about: string;
  readonly isSecret: boolean;
  readonly origin: SettingOrigin;
  /** Null for a secret: it is never shown again. */
  readonly value: string | null;
  readonly by: string | null;
  readonly at: string | null;
}

/** A channel's settings as an administrator may see them. */
export const listSettings = async ({ db }: Context, channel: Channel): Promise<SettingView[]> => {
  const rows = await db
    .select()
    .from(channelSettings)
    .where(sql`${channelSettings.channelId} = ${channel.id}`);
  const { adapter, settings, given = settings } = channel;
  return Object.entries(adapter.settings).map(([name, { about, secret, default: fallback }]) => {
    const stored = rows.find((row) => row.name === name);
    const origin = Object.hasOwn(given, name)
      ? 'config'
      : stored
        ? 'console'
        : fallback === undefined
          ? 'missing'
          : 'default';
    return {
      name,
      about,
      isSecret: secret === true,
      origin,
      value: secret ? null : (settings[name] ?? ''),
      by: stored?.by ?? null,
      at: stored?.at.toISOString() ?? null,
    };
  });
};
