import type { Grid } from '../../../core/grid.ts';
import type { Visit } from '../visit.ts';

/** A picture of how numbers went; the table with them stands below it. */
export const Chart = ({ address, alt }: { address: string; alt: string }) => (
  <img class="chart" src={address} alt={alt} width={880} height={260} />
);

/** The first numbers of a course, as many as one tells apart, drawn. */
export const sendChart = async (visit: Visit, { head, rows }: Grid): Promise<Response> => {
  // Hundreds of modules: loaded when somebody looks.
  const { drawChart, MAX_SERIES } = await import('../../../reach/chart.ts');
  const series = head.slice(1, 1 + MAX_SERIES).map((name, index) => ({
    name,
    values: rows.map((row) => (typeof row[index + 1] === 'number' ? Number(row[index + 1]) : null)),
  }));
  const svg = drawChart({ starts: rows.map(([start]) => String(start)), series });
  return visit.c.body(svg, 200, { 'content-type': 'image/svg+xml' });
};
