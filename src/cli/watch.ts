import { setTimeout as sleep } from 'node:timers/promises';
import { FINAL_STATUSES } from '../core/states.ts';
import type { ItemSummary } from '../items/views.ts';
import { formatTable } from './table.ts';
import type { DeliveryView } from './client.ts';

/** Often enough to look alive, rarely enough to cost nothing. */
const LOOK_EVERY_MS = 200;

export const isFinal = ({ status }: Pick<DeliveryView, 'status'>): boolean => FINAL_STATUSES.includes(status);

type Watched = Pick<ItemSummary, 'id' | 'title' | 'deliveries'>;

export interface WatchOptions {
  readonly read: () => Promise<readonly Watched[]>;
  /** Tells a delivery that became final. */
  readonly tell: (item: Watched, delivery: DeliveryView, done: number, all: number) => void;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Looks until every delivery is final, the time is over or somebody stops it. Answers what it saw last. */
export const watch = async ({ read, tell, signal, timeoutMs }: WatchOptions): Promise<readonly Watched[]> => {
  const told = new Set<string>();
  const until = Date.now() + timeoutMs;
  for (;;) {
    const items = await read();
    const all = items.flatMap((item) => item.deliveries.map((delivery) => ({ item, delivery })));
    const done = all.filter(({ delivery }) => isFinal(delivery));
    for (const { item, delivery } of done) {
      const name = `${item.id} ${delivery.channel}`;
      if (told.has(name)) continue;
      told.add(name);
      tell(item, delivery, told.size, all.length);
    }
    if (done.length === all.length || Date.now() > until || signal.aborted) return items;
    await sleep(LOOK_EVERY_MS);
  }
};

/** The table that every command ends with: item, channel, status, public address or what is wrong. */
export const deliveryTable = (items: readonly Watched[]): string =>
  formatTable(
    ['稿件', '渠道', '状态', '公开地址'],
    items.flatMap(({ title, deliveries }) =>
      deliveries.map(({ channelName, statusName, actual, url, fault }) => [
        title,
        channelName,
        statusName,
        (actual === 'live' ? url : null) ?? fault?.text ?? '',
      ]),
    ),
    [44, 16, 12],
  );
