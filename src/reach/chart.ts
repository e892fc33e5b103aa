import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Day } from '../core/days.ts';

use([LineChart, GridComponent, LegendComponent, SVGRenderer]);

export interface Series {
  readonly name: string;
  /** Null: nobody told; the line breaks there. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly starts: readonly Day[];
  readonly series: readonly Series[];
}

/** Told apart in print, too: by dashes and marks, not by colour alone. */
const STYLES = [
  { color: '#12447a', type: 'solid', symbol: 'circle' },
  { color: '#9d1c1f', type: 'dashed', symbol: 'rect' },
  { color: '#3d6b21', type: 'dotted', symbol: 'triangle' },
] as const;
/** More lines than this nobody tells apart. */
export const MAX_SERIES = STYLES.length;
const [WIDTH, HEIGHT] = [880, 260];

/** An SVG document, made without a browser. It moves nothing and asks for nothing. */
export const drawChart = ({ starts, series }: Chart): string => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif' },
    grid: { left: 64, right: 24, top: 40, bottom: 32 },
    legend: { top: 4, itemWidth: 36 },
    xAxis: { type: 'category', data: [...starts], boundaryGap: false },
    yAxis: { type: 'value', minInterval: 1 },
    series: series.slice(0, MAX_SERIES).map(({ name, values }, index) => {
      const { color, type, symbol } = STYLES[index] ?? STYLES[0];
      return { name, type: 'line', data: [...values], symbol, color, lineStyle: { type } };
    }),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
};
