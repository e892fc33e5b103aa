import type { Grid, GridCell } from '../../core/grid.ts';
import { Cell, Row, Table } from './ui.tsx';
import { words } from './words.ts';

/** The address of a finding, as files name it: on a page its path is enough, and leads nowhere else. */
const OWN = /^https?:\/\/[^/\s]+(\/console\/findings\/[0-9a-f-]{36})$/;

/** A finding's address becomes a link; everything else is text. */
const shown = (value: GridCell) => {
  if (value === null) return <span class="soft nowrap">{words.untold}</span>;
  if (typeof value === 'number') return value.toLocaleString('zh-CN');
  const [, own] = OWN.exec(value) ?? [];
  return own === undefined ? value : <a href={own}>{words.look}</a>;
};

/** A table as it also goes into files. What nobody told is shown as missing. */
export const GridTable = ({ caption, grid: { head, rows } }: { caption: string; grid: Grid }) => (
  <Table caption={caption} head={head}>
    {rows.map((row) => (
      <Row>
        {row.map((value, index) => (
          <Cell name={head[index] ?? ''} keep={index === 0}>
            {shown(value)}
          </Cell>
        ))}
      </Row>
    ))}
  </Table>
);
