import { actingPerson } from '../../../accounts/acting.ts';
import { REACH_SOURCES } from '../../../core/reach.ts';
import { parse } from '../../../items/parse.ts';
import { listUnits } from '../../../items/reference.ts';
import { listUnfound, unfoundQuerySchema } from '../../../reach/unfound.ts';
import { addPage, type Console } from '../pages.tsx';
import { Cell, Empty, Pager, Row, Table, Time } from '../ui.tsx';
import { personOf } from '../visit.ts';
import { fill } from '../words.ts';
import { text } from './text.ts';

export const UNFOUND = '/console/reach/unfound';

/** Items that were counted and that nobody opened: where a title, a column or a link may be wrong. */
export const addUnfound = (shell: Console): void =>
  addPage(shell, { method: 'get', path: UNFOUND, who: 'reach-read' }, async (visit) => {
    const names = ['channel', 'source', 'from', 'to', 'cursor'];
    const asked = Object.fromEntries(
      names.map((name) => [name, visit.query(name)]).filter(([, value]) => value !== ''),
    );
    const query = parse(unfoundQuerySchema, asked);
    const [{ rows, next, window }, units] = await Promise.all([
      listUnfound(shell.ctx, query, actingPerson(personOf(visit))),
      listUnits(shell.ctx),
    ]);
    const unitNames = new Map(units.map(({ id, name }) => [id, name]));
    const channel = shell.ctx.channels.get(query.channel)?.name ?? query.channel;
    return visit.page(
      { title: text.unfound },
      <>
        <p class="hint">{fill(text.unfoundWhy, { ...window, channel, source: REACH_SOURCES[query.source].name })}</p>
        {rows.length === 0 ? (
          <Empty>{text.unfoundNone}</Empty>
        ) : (
          <Table caption={text.unfound} head={[text.item, text.bys.unit, text.published]}>
            {rows.map(({ itemId, title, unitId, publishedAt }) => (
              <Row>
                <Cell name={text.item}>
                  <a href={`/console/items/${itemId}`}>{title}</a>
                </Cell>
                <Cell name={text.bys.unit}>{unitNames.get(unitId) ?? unitId}</Cell>
                <Cell name={text.published}>
                  <Time at={publishedAt} />
                </Cell>
              </Row>
            ))}
          </Table>
        )}
        <Pager path={UNFOUND} asked={asked} next={next} />
      </>,
    );
  });
