import type { Child, PropsWithChildren } from 'hono/jsx';
import type { DeliveryStatus } from '../../core/states.ts';
import { STATUS_NAMES } from '../../core/states.ts';
import { beijingMinute } from '../../core/time.ts';
import { isBelow, type NavEntry } from './navigation.ts';
import { words } from './words.ts';

export type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'done';

/** A state in a word and a sign, so that nothing hangs on colour alone. */
export const Chip = ({ tone, icon, children }: PropsWithChildren<{ tone: Tone; icon: string }>) => (
  <span class={`chip ${tone}`}>
    <span aria-hidden="true">{icon}</span> {children}
  </span>
);

const STATUS_LOOKS: Readonly<Record<DeliveryStatus, readonly [Tone, string]>> = {
  planned: ['busy', '◷'],
  running: ['busy', '▶'],
  'in-review': ['busy', '⧗'],
  retrying: ['wait', '↻'],
  parked: ['bad', '？'],
  refused: ['bad', '✕'],
  live: ['good', '✓'],
  withdrawn: ['done', '⊘'],
};

export const StatusChip = ({ status }: { status: DeliveryStatus }) => {
  const [tone, icon] = STATUS_LOOKS[status];
  return (
    <Chip tone={tone} icon={icon}>
      {STATUS_NAMES[status]}
    </Chip>
  );
};

/** `2026-11-25 09:30`, Beijing time, as the foot of every page says. */
export const Time = ({ at }: { at: Date | string | null }) => {
  if (at === null) return <span class="soft">{words.none}</span>;
  const date = typeof at === 'string' ? new Date(at) : at;
  return <time datetime={date.toISOString()}>{beijingMinute(date)}</time>;
};

/** What went wrong and what to do; read out at once. */
export const Alert = ({ title, children }: PropsWithChildren<{ title: string }>) => (
  <div class="note bad" role="alert">
    <strong>{title}</strong>
    <div>{children}</div>
  </div>
);

export const Note = ({ tone, children }: PropsWithChildren<{ tone: Tone }>) => (
  <div class={`note ${tone}`}>{children}</div>
);

/** An empty list says what to do next. */
export const Empty = ({ children }: PropsWithChildren) => <div class="empty">{children}</div>;

/**
 * On a phone each row becomes a card, and `name` stands before its cell. A wide table scrolls, by the keyboard too. A column
 * without a name is one of buttons.
 */
export const Table = ({ caption, head, children }: PropsWithChildren<{ caption: string; head: readonly Child[] }>) => (
  <div class="scroll" role="region" aria-label={caption} tabindex={0}>
    <table class="stack">
      <caption class="hide">{caption}</caption>
      <thead>
        <tr>
          {head.map((name) => (
            <th scope="col">{name === '' ? <span class="hide">{words.actions}</span> : name}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);

/** A row that j and k stop at; its first link is what Enter opens. */
export const Row = ({ children }: PropsWithChildren) => <tr data-row>{children}</tr>;
/** `keep`: a name that would look torn on two lines. */
export const Cell = ({ name, keep = false, children }: PropsWithChildren<{ name?: string; keep?: boolean }>) => (
  <td {...(name === undefined ? {} : { 'data-name': name })} {...(keep ? { class: 'keep' } : {})}>
    {children}
  </td>
);

/** Lists page by cursor; the filters stay in the address. */
export const Pager = ({
  path,
  asked,
  next,
}: {
  path: string;
  asked: Readonly<Record<string, string>>;
  next: string | null;
}) => {
  const { cursor, ...filters } = asked;
  const to = (more: Readonly<Record<string, string>>): string => {
    const query = new URLSearchParams({ ...filters, ...more }).toString();
    return query === '' ? path : `${path}?${query}`;
  };
  if (!cursor && next === null) return null;
  return (
    <nav class="pages" aria-label="分页">
      {cursor && <a href={to({})}>{words.first}</a>}
      {next !== null && (
        <a href={to({ cursor: next })} rel="next">
          {words.next}
        </a>
      )}
    </nav>
  );
};

/** The pages of one group. */
export const Tabs = ({ label, entries, path }: { label: string; entries: readonly NavEntry[]; path: string }) => (
  <nav class="tabs" aria-label={label}>
    {entries.map((entry) => (
      <a href={entry.path} aria-current={isBelow(path, entry.path) ? 'page' : undefined}>
        {entry.name}
      </a>
    ))}
  </nav>
);

export interface SearchProps {
  readonly path: string;
  readonly label: string;
  readonly value: string;
  /** Further filters, as fields. */
  readonly children?: Child;
}

/** The box that `/` goes to; a plain form, so that the address keeps what was asked. */
export const Search = ({ path, label, value, children }: SearchProps) => (
  <form class="filter" method="get" action={path} role="search">
    <label>
      {label}
      <input type="search" name="q" value={value} data-search maxlength={100} />
    </label>
    {children}
    <button type="submit">{words.search}</button>
    {value !== '' && <a href={path}>{words.clear}</a>}
  </form>
);
