import type { ReportBlock, ReportContent, ReportLine } from '../../../core/reports.ts';
import type { Field } from '../../../reports/forms/field.ts';
import { lineName, STATE_NAMES } from '../../../reports/grids.ts';
import type { Form } from '../form.ts';
import { GridTable } from '../grid-table.tsx';
import { Cell, Chip, Row, Table, type Tone } from '../ui.tsx';
import { words } from '../words.ts';
import { Entry } from './entry.tsx';
import { text } from './text.ts';

/** What may be filled in, and what a refused form said. Absent: nothing, a frozen report. */
export interface Filling {
  readonly fields: ReadonlyMap<string, Field>;
  readonly form: Form | null;
}

const TONES: Readonly<Record<ReportLine['state'], readonly [Tone, string]>> = {
  known: ['good', '✓'],
  entered: ['good', '✎'],
  kept: ['wait', '↻'],
  missing: ['bad', '？'],
};

/** A day or a short name would look torn on two lines. */
const SHORT = 12;

const Value = ({ line: { value, unit } }: { line: ReportLine }) => {
  if (value === null) return <span class="soft nowrap">{words.untold}</span>;
  if (typeof value === 'number') return <span class="nowrap">{`${value.toLocaleString('zh-CN')} ${unit ?? ''}`}</span>;
  if (value.length <= SHORT) return <span class="nowrap">{value}</span>;
  return value.includes('\n') ? value.split('\n').map((part) => <div>{part}</div>) : value;
};

const Line = ({ line, filling }: { line: ReportLine; filling: Filling | null }) => {
  const [tone, icon] = TONES[line.state];
  const field = filling?.fields.get(line.id);
  return (
    <Row>
      <Cell name={text.indicator}>{lineName(line)}</Cell>
      <Cell name={text.value}>
        <Value line={line} />
      </Cell>
      {filling && (
        <Cell name={text.entry}>{field && <Entry field={field} line={line} given={filling.form?.all(line.id)} />}</Cell>
      )}
      <Cell name={text.source}>
        <Chip tone={tone} icon={icon}>
          {STATE_NAMES[line.state]}
        </Chip>{' '}
        <span class="soft">{line.source}</span>
      </Cell>
    </Row>
  );
};

const Block = ({ block, filling: all }: { block: ReportBlock; filling: Filling | null }) => {
  const filling = block.lines.some(({ id }) => all?.fields.has(id)) ? all : null;
  return (
    <section class="card">
      <h2>{block.title}</h2>
      {block.paragraphs.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {block.lines.length > 0 && (
        <Table caption={block.title} head={[text.indicator, text.value, ...(filling ? [text.entry] : []), text.source]}>
          {block.lines.map((line) => (
            <Line line={line} filling={filling} />
          ))}
        </Table>
      )}
      {block.tables.map(({ name, note, ...grid }) => (
        <>
          <h3>{name}</h3>
          <p class="hint">{note}</p>
          {grid.rows.length === 0 ? <p>{text.nothing}</p> : <GridTable caption={name} grid={grid} />}
        </>
      ))}
    </section>
  );
};

/** All of a report. */
export const Content = ({ content, filling }: { content: ReportContent; filling: Filling | null }) => (
  <>
    {content.blocks.map((block) => (
      <Block block={block} filling={filling} />
    ))}
  </>
);
