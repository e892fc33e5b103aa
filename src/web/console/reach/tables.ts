import type { Day } from '../../../core/days.ts';
import type { Grid } from '../../../core/grid.ts';
import { METRICS, REACH_SOURCES, type Metric } from '../../../core/reach.ts';
import type { ComparedFigure, Line, Overview, Told } from '../../../reach/overview.ts';
import { text } from './text.ts';

export const nameOf = (metric: Metric): string => `${METRICS[metric].name}（${METRICS[metric].unit}）`;
export const captionOf = ({ channelName, source }: Told): string => `${channelName} · ${REACH_SOURCES[source].name}`;

const figureOf = (line: Line, metric: Metric): ComparedFigure | undefined =>
  line.figures.find((figure) => figure.metric === metric);

/** One line for each unit or column; each number beside the one of the window compared with. */
const linesOf = (told: Told): Grid => ({
  head: [text.name, ...told.metrics.flatMap((metric) => [nameOf(metric), text.compared])],
  rows: told.lines.map((line) => [
    line.name,
    ...told.metrics.flatMap((metric) => {
      const figure = figureOf(line, metric);
      return [figure?.value ?? null, figure?.before ?? null];
    }),
  ]),
});

/** Of one channel, one line for each number. */
const metricsOf = ({ metrics, lines }: Told): Grid => ({
  head: [text.metric, text.now, text.compared],
  rows: metrics.map((metric) => {
    const figure = lines[0] && figureOf(lines[0], metric);
    return [nameOf(metric), figure?.value ?? null, figure?.before ?? null];
  }),
});

export const totalsOf = (told: Told, by: Overview['by']): Grid => (by === 'channel' ? metricsOf(told) : linesOf(told));

/** How much of a first day names a period: `2026-11-26`, `2026-11`, `2026`. */
const LABEL = { day: 10, month: 7, year: 4 } as const;

/** One line for each day or month, of the one channel that the table is about. */
export const courseOf = ({ metrics, lines: [line] }: Told, period: Overview['period']): Grid => {
  const starts: readonly Day[] = line?.figures[0]?.points.map(({ start }) => start) ?? [];
  const valueAt = (metric: Metric, start: Day): number | null =>
    (line && figureOf(line, metric))?.points.find((point) => point.start === start)?.value ?? null;
  return {
    head: [text.start, ...metrics.map(nameOf)],
    rows: starts.map((start) => [start.slice(0, LABEL[period]), ...metrics.map((metric) => valueAt(metric, start))]),
  };
};
