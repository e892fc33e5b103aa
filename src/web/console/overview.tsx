import { ITEM_TYPE_NAMES } from '../../core/content.ts';
import { STATUS_NAMES } from '../../core/states.ts';
import type { Counts } from '../../items/count.ts';
import type { ItemPage } from '../../items/list.ts';
import type { ChannelCard } from '../../items/reference.ts';
import type { ItemSummary } from '../../items/views.ts';
import { Layout, page } from './layout.tsx';
import { DeliveryCell, Time } from './parts.tsx';
import { text } from './text.ts';

export interface Overview {
  readonly list: ItemPage;
  readonly counts: Counts;
  readonly channels: readonly ChannelCard[];
  readonly units: readonly { readonly id: string; readonly name: string }[];
  /** The filters in force, as in the address. */
  readonly asked: Readonly<Record<string, string>>;
  readonly demo: boolean;
}

type QuotaLine = ChannelCard['quotas'][number];

const Quotas = ({ lines }: { lines: readonly QuotaLine[] }) => (
  <details class="soft">
    <summary>{text.quotas}</summary>
    <ul>
      {lines.map(({ name, perDay, usedToday, perMonth, usedThisMonth, leftToday }) => (
        <li>
          {`${name}：${text.usedToday} ${usedToday}/${perDay}`}
          {perMonth !== null && `，${text.usedThisMonth} ${usedThisMonth}/${perMonth}`}
          {`，${text.left} ${leftToday}`}
        </li>
      ))}
    </ul>
  </details>
);

const Channel = (card: ChannelCard) => {
  const { id, name, on, offBecause, pausedUntil, pausedBecause, takesNames, quotas } = card;
  const state = on ? (pausedUntil ? text.paused : text.on) : text.off;
  return (
    <section class="card">
      <h2>{name}</h2>
      <p>
        <span class={`chip ${on ? (pausedUntil ? 'retrying' : 'live') : 'off'}`}>{state}</span>{' '}
        <span class="soft">{id}</span>
      </p>
      <p class="soft">{takesNames.join('、')}</p>
      {(offBecause ?? pausedBecause) && <p class="soft">{offBecause ?? pausedBecause}</p>}
      {quotas.length > 0 && <Quotas lines={quotas} />}
    </section>
  );
};

const Summary = ({ counts }: { counts: Counts }) => {
  const standing = Object.entries(counts.deliveries).filter(([, many]) => many > 0);
  return (
    <p>
      {`${text.items} ${counts.items}`}
      {standing.map(([status, many]) => (
        <>
          {' · '}
          <span class={`chip ${status}`}>{`${STATUS_NAMES[status as keyof typeof STATUS_NAMES]} ${many}`}</span>
        </>
      ))}
    </p>
  );
};

interface Choice {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

const Select = ({ name, label, options, value }: Choice & { value: string | undefined }) => (
  <label>
    {label}
    <select name={name}>
      <option value="">{text.all}</option>
      {options.map(([id, shown]) => (
        <option value={id} selected={id === value}>
          {shown}
        </option>
      ))}
    </select>
  </label>
);

const Filter = ({ asked, channels, units }: Overview) => {
  const named = (rows: readonly { id: string; name: string }[]) => rows.map(({ id, name }) => [id, name] as const);
  const choices: readonly Choice[] = [
    { name: 'type', label: text.type, options: Object.entries(ITEM_TYPE_NAMES) },
    { name: 'unit', label: text.unit, options: named(units) },
    { name: 'channel', label: text.channel, options: named(channels) },
    { name: 'status', label: text.status, options: Object.entries(STATUS_NAMES) },
  ];
  return (
    <form class="filter" method="get" action="/">
      {choices.map((choice) => (
        <Select {...choice} value={asked[choice.name]} />
      ))}
      <button type="submit">{text.filter}</button>
      {Object.keys(asked).length > 0 && <a href="/">{text.clear}</a>}
    </form>
  );
};

const Row = ({ item, channels }: { item: ItemSummary; channels: readonly ChannelCard[] }) => (
  <tr>
    <td>
      <a href={`/items/${item.id}`}>{item.title}</a>
      <p class="soft">
        {`${item.typeName} · ${item.unitName} · `}
        <Time at={item.publishedAt} />
      </p>
    </td>
    {channels.map(({ id, name }) => (
      <td data-name={name}>
        <DeliveryCell delivery={item.deliveries.find(({ channel }) => channel === id)} />
      </td>
    ))}
  </tr>
);

const Pages = ({ list, asked }: Overview) => (
  <p class="pages">
    {asked['cursor'] && <a href="/">{text.first}</a>}
    {list.next && <a href={`/?${new URLSearchParams({ ...asked, cursor: list.next }).toString()}`}>{text.next}</a>}
  </p>
);

/** Every item × channel. */
export const overviewPage = (overview: Overview): string => {
  const { list, channels, counts, asked, demo } = overview;
  const isFiltered = Object.keys(asked).length > 0;
  return page(
    <Layout title={text.overview} demo={demo}>
      <h1>{text.overview}</h1>
      <div class="cards">
        {channels.map((channel) => (
          <Channel {...channel} />
        ))}
      </div>
      <Summary counts={counts} />
      <Filter {...overview} />
      {list.items.length === 0 ? (
        <p class="card">{isFiltered ? text.noneFound : text.none}</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{text.items}</th>
              {channels.map(({ name }) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.items.map((item) => (
              <Row item={item} channels={channels} />
            ))}
          </tbody>
        </table>
      )}
      <Pages {...overview} />
    </Layout>,
  );
};
