import type { CalendarPeriod } from '../../../core/days.ts';
import type { Grid } from '../../../core/grid.ts';
import { METRICS, REACH_SOURCES, type Metric } from '../../../core/reach.ts';
import type { Figure } from '../../../reach/read.ts';
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

/** One line for each day or month, of numbers that one source told of one thing. */
export const courseOf = (figures: readonly Figure[], period: CalendarPeriod): Grid => ({
  head: [text.start, ...figures.map(({ metric }) => nameOf(metric))],
  rows: (figures[0]?.points ?? []).map(({ start }) => [
    start.slice(0, LABEL[period]),
    ...figures.map(({ points }) => points.find((point) => point.start === start)?.value ?? null),
  ]),
});

/** The same of a whole channel. */
export const courseOfChannel = ({ lines: [line] }: Told, { period }: Overview): Grid =>
  courseOf(line?.figures ?? [], period);
