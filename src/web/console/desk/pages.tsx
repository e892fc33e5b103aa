import type { Deadline } from '../../../catalog/deadlines.ts';
import { mayDo } from '../../../core/permissions.ts';
import { DaysLeft } from '../days-left.tsx';
import { may } from '../frame.tsx';
import { addPage, type Console } from '../pages.tsx';
import { fill } from '../words.ts';
import { Cell, Chip, Empty, Row, Table } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { loadDesk, SECTIONS, type PathOf, type Waiting } from './sections.ts';
import { text } from './text.ts';

const Card = ({ entry }: { entry: Waiting }) => (
  <li class="card waiting" data-row>
    <h3>
      <a href={entry.path ?? ''}>{entry.name}</a>{' '}
      <Chip tone={entry.tone} icon="•">
        {fill(text.count, { count: entry.count })}
      </Chip>
    </h3>
    <p class="soft">{entry.why}</p>
  </li>
);

const nextStep = ({ session }: Pick<Visit, 'session'>): string => {
  if (may(session, 'item-write')) return text.idleWrite;
  return may(session, 'item-read') ? text.idleRead : text.idleOther;
};

const Idle = ({ session }: Pick<Visit, 'session'>) => (
  <Empty>
    <p>{text.idle}</p>
    <p>{nextStep({ session })}</p>
  </Empty>
);

const Steps = ({ session }: Pick<Visit, 'session'>) => (
  <p class="buttons">
    {may(session, 'item-write') && (
      <a class="button" href="/console/drafts/new">
        {text.newDraft}
      </a>
    )}
    {may(session, 'item-read') && <a href="/console/items">{text.allItems}</a>}
  </p>
);

const PATHS = { draft: '/console/drafts/', item: '/console/items/', finding: '/console/findings/' } as const;

/** Counted in days left, as an office counts; each leads to the thing itself. */
const Deadlines = ({ deadlines }: { deadlines: readonly Deadline[] }) => (
  <section>
    <h2>{text.deadlines}</h2>
    <p class="soft">{text.deadlinesWhy}</p>
    <Table caption={text.deadlines} head={[text.what, text.kind, text.due]}>
      {deadlines.map(({ about, id, title, because, day, daysLeft }) => (
        <Row>
          <Cell>
            <a href={PATHS[about] + id}>{title || text.untitled}</a>
            {because !== '' && <div class="soft">{because}</div>}
          </Cell>
          <Cell name={text.kind} keep>
            {text.kinds[about]}
          </Cell>
          <Cell name={text.due} keep>
            <DaysLeft days={daysLeft} />
            {day !== null && <div class="soft">{day}</div>}
          </Cell>
        </Row>
      ))}
    </Table>
  </section>
);

const deskPage = async (shell: Console, visit: Visit): Promise<Response> => {
  const { session } = visit;
  const { person } = session;
  const stands = (path: string) => shell.routes.some((route) => route.method === 'get' && route.path === path);
  const pathOf: PathOf = (wanted, otherwise) => (stands(wanted.replace(/\?.*/, '')) ? wanted : otherwise);
  const waiting = await loadDesk(shell.ctx, person);
  const shown = SECTIONS.filter(({ actions }) => actions.some((action) => mayDo(person.roles, action)))
    .map((section) => ({
      title: section.title,
      entries: section.entries(waiting, pathOf).filter(({ count, path }) => count > 0 && path !== null),
    }))
    .filter(({ entries }) => entries.length > 0);
  const { deadlines } = waiting;
  return visit.page(
    { title: text.title },
    <>
      {shown.length + deadlines.length === 0 ? (
        <Idle session={session} />
      ) : (
        <p>{fill(text.greeting, { name: person.name })}</p>
      )}
      <Steps session={session} />
      {deadlines.length > 0 && <Deadlines deadlines={deadlines} />}
      {shown.map(({ title, entries }) => (
        <section>
          <h2>{title}</h2>
          <ul class="cards plain-list">
            {entries.map((entry) => (
              <Card entry={entry} />
            ))}
          </ul>
        </section>
      ))}
    </>,
  );
};

/** 工作台: what waits for this person, and where to deal with it. */
export const addDesk = (shell: Console): void =>
  addPage(shell, { method: 'get', path: '/console/desk', who: 'person' }, (visit) => deskPage(shell, visit));
