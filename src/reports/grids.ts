import type { NamedGrid } from '../core/grid.ts';
import type { LineState, ReportContent, ReportLine } from '../core/reports.ts';

export const STATE_NAMES: Readonly<Record<LineState, string>> = {
  known: '系统统计',
  entered: '填报',
  kept: '沿用',
  missing: '缺',
};

export const lineName = ({ group, name }: ReportLine): string => (group === null ? name : `${group}：${name}`);

/** All lines of a report as one table, then its other tables: what a workbook holds. */
export const gridsOf = ({ title, blocks }: ReportContent): readonly NamedGrid[] => [
  {
    name: title,
    head: ['部分', '指标', '数值', '单位', '状态', '来源'],
    rows: blocks.flatMap((block) =>
      block.lines.map((line) => [
        block.title,
        lineName(line),
        line.value,
        line.unit,
        STATE_NAMES[line.state],
        line.source,
      ]),
    ),
  },
  ...blocks.flatMap(({ tables }) => tables),
];
