import type { Database } from '../../../db/client.ts';
import { METRICS, REACH_SOURCES, type Metric, type ReachSourceName } from '../../core/reach.ts';
import type { Window } from '../../reach/completeness.ts';
import { readReach, type Figure } from '../../reach/read.ts';
import type { Known } from '../fill.ts';

/** What readers of a channel did in a window, by every source that told. */
export const readReaders = async (db: Database, channelId: string, window: Window): Promise<readonly Figure[]> => {
  const { figures } = await readReach(db, {
    by: 'channel',
    ids: [channelId],
    channelIds: [channelId],
    period: 'month',
    ...window,
  });
  return figures;
};

const sourceOf = ({ source, completeness: { days, told }, definition }: Figure): string =>
  `${REACH_SOURCES[source].name}，${days} 天中已告知 ${told} 天：${definition}`;

/** One number, by the first of these sources that told it: sources are never added up. */
export const knownOf = (figures: readonly Figure[], metric: Metric, sources: readonly ReachSourceName[]): Known => {
  const asked = sources.flatMap((name) =>
    figures.filter(({ source, ...figure }) => source === name && figure.metric === metric),
  );
  const told = asked.find(({ value }) => value !== null);
  return told
    ? { value: told.value, source: sourceOf(told) }
    : { value: null, source: `没有来源告知${METRICS[metric].name}` };
};
