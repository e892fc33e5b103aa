import { actingPerson } from '../../../accounts/acting.ts';
import { REACH_SOURCES } from '../../../core/reach.ts';
import { parse } from '../../../items/parse.ts';
import { listUnits } from '../../../items/reference.ts';
import type { NeverFound } from '../../../reach/rank.ts';
import { listAllUnfound, listUnfound, unfoundQuerySchema } from '../../../reach/unfound.ts';
import { beijingMinute } from '../../../core/time.ts';
import { Files, sendGrid } from '../files.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Cell, Empty, Pager, Row, Table, Time } from '../ui.tsx';
import { personOf, type Visit } from '../visit.ts';
import { fill } from '../words.ts';
import { text } from './text.ts';

export const UNFOUND = '/console/reach/unfound';

const askedOf = (visit: Visit): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['channel', 'source', 'from', 'to', 'cursor']
      .map((name) => [name, visit.query(name)] as const)
      .filter(([, value]) => value !== ''),
  );

const unitNames = async ({ ctx }: Console): Promise<(id: string) => string> => {
  const names = new Map((await listUnits(ctx)).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
};

const Rows = ({ rows, unitName }: { rows: NeverFound['rows']; unitName: (id: string) => string }) => (
  <Table caption={text.unfound} head={[text.item, text.bys.unit, text.published]}>
    {rows.map(({ itemId, title, unitId, publishedAt }) => (
      <Row>
        <Cell name={text.item}>
          <a href={`/console/items/${itemId}`}>{title}</a>
        </Cell>
        <Cell name={text.bys.unit}>{unitName(unitId)}</Cell>
        <Cell name={text.published}>
          <Time at={publishedAt} />
        </Cell>
      </Row>
    ))}
  </Table>
);

/** Items that were counted and that nobody opened: where a title, a column or a link may be wrong. */
export const addUnfound = (shell: Console): void => {
  const who = 'reach-read';
  addPage(shell, { method: 'get', path: UNFOUND, who }, async (visit) => {
    const asked = askedOf(visit);
    const query = parse(unfoundQuerySchema, asked);
    const actor = actingPerson(personOf(visit));
    const [{ rows, next, window }, unitName] = await Promise.all([
      listUnfound(shell.ctx, query, actor),
      unitNames(shell),
    ]);
    const channel = shell.ctx.channels.get(query.channel)?.name ?? query.channel;
    const file = `${UNFOUND}/file?${new URLSearchParams({ ...asked, cursor: '' }).toString()}`;
    return visit.page(
      { title: text.unfound },
      <>
        <p class="hint">{fill(text.unfoundWhy, { ...window, channel, source: REACH_SOURCES[query.source].name })}</p>
        {rows.length === 0 ? <Empty>{text.unfoundNone}</Empty> : <Rows rows={rows} unitName={unitName} />}
        {rows.length > 0 && (
          <p class="buttons">
            <Files address={file} name={text.list} />
          </p>
        )}
        <Pager path={UNFOUND} asked={asked} next={next} />
      </>,
    );
  });
  addPage(shell, { method: 'get', path: `${UNFOUND}/file`, who }, async (visit) => {
    const query = parse(unfoundQuerySchema, askedOf(visit));
    const { rows } = await listAllUnfound(shell.ctx, query, actingPerson(personOf(visit)));
    const unitName = await unitNames(shell);
    return sendGrid(visit, {
      name: `${text.unfound} ${query.from} ${query.to}`,
      head: [text.item, text.bys.unit, text.published],
      rows: rows.map(({ title, unitId, publishedAt }) => [title, unitName(unitId), beijingMinute(publishedAt)]),
    });
  });
};
