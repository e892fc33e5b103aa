import { mayDo } from '../../../core/permissions.ts';
import { may } from '../frame.tsx';
import { addPage, type Console } from '../pages.tsx';
import { fill } from '../system/text.ts';
import { Chip, Empty } from '../ui.tsx';
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
  return visit.page(
    { title: text.title },
    <>
      {shown.length === 0 ? <Idle session={session} /> : <p>{fill(text.greeting, { name: person.name })}</p>}
      <Steps session={session} />
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
