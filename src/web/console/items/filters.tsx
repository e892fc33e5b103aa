import { ITEM_TYPE_NAMES, ITEM_TYPES } from '../../../core/content.ts';
import { DRAFT_STATUS_NAMES, OPEN_DRAFTS } from '../../../core/drafts.ts';
import { DELIVERY_STATUSES, STATUS_NAMES } from '../../../core/states.ts';
import type { SavedFilter } from '../../../items/saved-filters.ts';
import { Field, PostForm, Select } from '../form-parts.tsx';
import { fill, words } from '../words.ts';
import { text } from './text.ts';

type Named = readonly { readonly id: string; readonly name: string }[];
export interface Choices {
  readonly units: Named;
  readonly columns: Named;
  readonly channels: Named;
}

const ANY = ['', words.all] as const;
const named = (all: Named) => [ANY, ...all.map(({ id, name }) => [id, name] as const)];
const TYPES = [ANY, ...ITEM_TYPES.map((type) => [type, ITEM_TYPE_NAMES[type]] as const)];
const STATUSES = [
  ANY,
  ...OPEN_DRAFTS.map((status) => [status, DRAFT_STATUS_NAMES[status]] as const),
  ...DELIVERY_STATUSES.map((status) => [status, STATUS_NAMES[status]] as const),
];

interface FiltersProps {
  readonly asked: Readonly<Record<string, string>>;
  readonly choices: Choices;
  readonly canWrite: boolean;
}

/** A plain form, so that the address keeps what was asked. */
export const Filters = ({ asked, choices, canWrite }: FiltersProps) => (
  <form class="filter" method="get" action="/console/items" role="search">
    <label>
      {text.search}
      <input type="search" name="q" value={asked['q'] ?? ''} data-search maxlength={100} />
    </label>
    <Select name="status" label={text.status} value={asked['status'] ?? ''} options={STATUSES} />
    <Select name="type" label={text.type} value={asked['type'] ?? ''} options={TYPES} />
    <Select name="unit" label={text.unit} value={asked['unit'] ?? ''} options={named(choices.units)} />
    <Select name="column" label={text.column} value={asked['column'] ?? ''} options={named(choices.columns)} />
    <Select name="channel" label={text.channel} value={asked['channel'] ?? ''} options={named(choices.channels)} />
    <Field name="from" label={text.from} type="date" value={asked['from'] ?? ''} />
    <Field name="to" label={text.to} type="date" value={asked['to'] ?? ''} />
    {canWrite && (
      <label class="check">
        <input type="checkbox" name="mine" value="1" checked={asked['mine'] !== undefined} /> {text.mine}
      </label>
    )}
    <button type="submit">{text.apply}</button>
    {Object.keys(asked).length > 0 && <a href="/console/items">{text.clear}</a>}
  </form>
);

/** Each person's own; one may be kept only where there is something to keep. */
export const SavedFilters = ({ saved, query }: { saved: readonly SavedFilter[]; query: string }) =>
  saved.length === 0 && query === '' ? null : (
    <div class="saved">
      {saved.length > 0 && (
        <ul aria-label={text.saved}>
          {saved.map(({ id, name, query: kept }) => (
            <li>
              <a href={`/console/items?${kept}`} aria-current={kept === query ? 'true' : undefined}>
                {name}
              </a>
              <PostForm action={`/console/filters/${id}/drop`} class="inline">
                <input type="hidden" name="query" value={query} />
                <button type="submit" class="plain tiny" aria-label={fill(text.drop, { name })}>
                  ×
                </button>
              </PostForm>
            </li>
          ))}
        </ul>
      )}
      {query !== '' && (
        <PostForm action="/console/filters" class="inline">
          <input type="hidden" name="query" value={query} />
          <label>
            <span class="hide">{text.saveAs}</span>
            <input name="name" required maxlength={40} placeholder={text.saveAs} />
          </label>
          <button type="submit" class="plain">
            {text.saveGo}
          </button>
        </PostForm>
      )}
    </div>
  );
