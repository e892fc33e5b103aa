import { MAX_ITEMS } from '../../../deliveries/bulk.ts';
import type { WorkRow } from '../../../items/drafts/list.ts';
import type { StatusWords } from '../../../items/status-words.ts';
import { AllInFilter, PostForm } from '../form-parts.tsx';
import { fill } from '../words.ts';
import { Cell, Chip, Row, Table, Time, type Tone } from '../ui.tsx';
import { text } from './text.ts';

export interface Rights {
  readonly canWrite: boolean;
  readonly canWithdraw: boolean;
  readonly canRetry: boolean;
}

const LOOKS: Readonly<Record<StatusWords['tone'], readonly [Tone, string]>> = {
  good: ['good', '✓'],
  busy: ['busy', '▶'],
  bad: ['bad', '✕'],
  quiet: ['done', '·'],
};

const Status = ({ status }: { status: StatusWords }) => {
  const [tone, icon] = LOOKS[status.tone];
  return (
    <Chip tone={tone} icon={icon}>
      {status.text}
    </Chip>
  );
};

/** Only items: what is not out yet can be neither withdrawn nor tried again. */
const Pick = ({ row, title }: { row: WorkRow; title: string }) =>
  row.kind === 'item' ? (
    <input type="checkbox" name="item" value={row.id} data-pick aria-label={fill(text.pick, { title })} />
  ) : null;

const Line = ({ row, rights }: { row: WorkRow; rights: Rights }) => {
  const title = row.title === '' ? text.untitled : row.title;
  const path = row.kind === 'item' ? `/console/items/${row.id}` : `/console/drafts/${row.id}`;
  return (
    <Row>
      {(rights.canWithdraw || rights.canRetry) && (
        <Cell>
          <Pick row={row} title={title} />
        </Cell>
      )}
      <Cell>
        <a href={path}>{title}</a>{' '}
        <span class="soft">
          {[row.documentNumber, row.revision !== null && fill(text.revision, { number: row.revision })]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </Cell>
      <Cell name={text.status}>
        <Status status={row.status} />
      </Cell>
      <Cell name={text.type} keep>
        {row.typeName}
      </Cell>
      <Cell name={text.unit} keep>
        {row.unitName}
      </Cell>
      <Cell name={text.at}>
        <Time at={row.at} />
      </Cell>
      {rights.canWrite && (
        <Cell>
          {row.kind === 'item' && (
            <button
              type="submit"
              class="plain tiny"
              formaction="/console/drafts/corrections"
              name="itemId"
              value={row.id}
              aria-label={fill(text.correctWhy, { title })}
            >
              {text.correct}
            </button>
          )}
        </Cell>
      )}
    </Row>
  );
};

interface WorkListProps {
  readonly rows: readonly WorkRow[];
  readonly rights: Rights;
  /** The filters in force: what 全选 means. */
  readonly query: string;
}

/** One form around the table: the boxes ticked go with whichever button is pressed. */
export const WorkList = ({ rows, rights, query }: WorkListProps) => {
  const canPick = rights.canWithdraw || rights.canRetry;
  const all = <input type="checkbox" data-pick-all aria-label={text.pickAll} />;
  const head = [text.head, text.status, text.type, text.unit, text.at];
  return (
    <PostForm action="/console/bulk/ask" class="list">
      {canPick && (
        <p class="buttons bulk">
          {rights.canRetry && (
            <button type="submit" class="plain" name="do" value="retry">
              {text.retry}
            </button>
          )}
          {rights.canWithdraw && (
            <button type="submit" class="plain" name="do" value="withdraw">
              {text.withdraw}
            </button>
          )}
          <AllInFilter query={query} label={fill(text.allInFilter, { max: MAX_ITEMS })} />
        </p>
      )}
      <Table
        caption={text.title}
        head={[...(canPick ? [all] : []), ...head, ...(rights.canWrite ? [text.correct] : [])]}
      >
        {rows.map((row) => (
          <Line row={row} rights={rights} />
        ))}
      </Table>
    </PostForm>
  );
};
