import type { Source } from '../../../../adapters/contract.ts';
import type { Channel } from '../../../context.ts';
import { TEXT_UNIT_NAMES } from '../../../core/text.ts';
import { beijingMinute } from '../../../core/time.ts';
import type { ChannelHealth, SettingView } from '../../../deliveries/health.ts';
import type { ChannelCard } from '../../../items/reference.ts';
import { Cell, Chip, Note, Table, Time } from '../ui.tsx';
import { CERTAINTY_NAMES, text } from './text.ts';

const fill = (pattern: string, facts: Readonly<Record<string, string>>): string =>
  pattern.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '');

export const StateChip = ({ on, held, pausedUntil }: ChannelCard) => {
  if (!on)
    return (
      <Chip tone="bad" icon="✕">
        {text.off}
      </Chip>
    );
  if (held !== null || pausedUntil !== null)
    return (
      <Chip tone="wait" icon="‖">
        {held ? text.held : text.paused}
      </Chip>
    );
  return (
    <Chip tone="good" icon="✓">
      {text.on}
    </Chip>
  );
};

/** Why nothing goes out here. */
export const Because = ({ offBecause, held, pausedUntil, pausedBecause }: ChannelCard) => {
  if (offBecause !== null) return <Note tone="bad">{`${text.offBecause}：${offBecause}`}</Note>;
  if (held) return <Note tone="wait">{fill(text.heldBy, { ...held, at: beijingMinute(new Date(held.at)) })}</Note>;
  if (pausedUntil === null) return null;
  const facts = { at: beijingMinute(new Date(pausedUntil)), because: pausedBecause ?? '' };
  return <Note tone="wait">{fill(text.pausedUntil, facts)}</Note>;
};

export const Health = ({ health, channelId }: { health: ChannelHealth | undefined; channelId: string }) => (
  <dl class="facts">
    <dt>{text.lastLive}</dt>
    <dd>{health?.lastLiveAt ? <Time at={health.lastLiveAt} /> : text.never}</dd>
    <dt>{text.lastFault}</dt>
    <dd>
      {health?.lastFault ? (
        <>
          <Time at={health.lastFault.at} />
          {` ${health.lastFault.name}：${health.lastFault.text}`}
        </>
      ) : (
        text.never
      )}
    </dd>
    <dt>{text.moving}</dt>
    <dd>{health?.moving ?? 0}</dd>
    <dt>{text.stuck}</dt>
    <dd>
      <a href={`/console/deliveries?channel=${channelId}`}>{health?.stuck ?? 0}</a>
    </dd>
  </dl>
);

/** Derived from the methods that exist, so that no flag can say otherwise. */
export const Abilities = ({ adapter }: Pick<Channel, 'adapter'>) => {
  const abilities = [
    [text.update, adapter.update !== undefined],
    [text.withdraw, true],
    [text.recall, adapter.recall !== undefined],
    [text.callback, adapter.callback !== undefined],
    [text.probe, adapter.probe !== undefined],
  ] as const;
  return (
    <ul class="limits">
      {abilities.map(([name, can]) => (
        <li>
          <Chip tone={can ? 'good' : 'done'} icon={can ? '✓' : '⊘'}>
            {`${can ? text.can : text.cannot}${name}`}
          </Chip>
        </li>
      ))}
    </ul>
  );
};

export const Quotas = ({ quotas }: Pick<ChannelCard, 'quotas'>) =>
  quotas.length === 0 ? (
    <p class="soft">{text.noQuotas}</p>
  ) : (
    <Table caption={text.quotas} head={[text.call, text.usedToday, text.usedMonth, text.left]}>
      {quotas.map(({ name, perDay, usedToday, perMonth, usedThisMonth, leftToday }) => (
        <tr>
          <Cell name={text.call}>{name}</Cell>
          <Cell name={text.usedToday}>{`${usedToday}/${perDay}`}</Cell>
          <Cell name={text.usedMonth}>{perMonth === null ? '—' : `${usedThisMonth ?? 0}/${perMonth}`}</Cell>
          <Cell name={text.left}>{leftToday}</Cell>
        </tr>
      ))}
    </Table>
  );

export const Limits = ({ adapter: { limits } }: Pick<Channel, 'adapter'>) => {
  const { title, body, images, rate } = limits;
  const rows: readonly (readonly [string, string, Source])[] = [
    [text.limitTitle, `${title.max} ${TEXT_UNIT_NAMES[title.unit]}`, title.source],
    [text.limitBody, `${body.max} ${TEXT_UNIT_NAMES[body.unit]}`, body.source],
    [text.limitImages, fill(text.imagesOf, { max: String(images.max), bytes: String(images.bytes) }), images.source],
    [text.limitRate, fill(text.ratePer, { seconds: String(rate.perMs / 1_000), max: String(rate.max) }), rate.source],
  ];
  return (
    <Table caption={text.limits} head={[text.limit, text.max, text.source, text.checkedOn, text.certainty]}>
      {rows.map(([name, max, { document, checkedOn, certainty }]) => (
        <tr>
          <Cell name={text.limit}>{name}</Cell>
          <Cell name={text.max}>{max}</Cell>
          <Cell name={text.source}>{document}</Cell>
          <Cell name={text.checkedOn}>{checkedOn}</Cell>
          <Cell name={text.certainty}>{CERTAINTY_NAMES[certainty]}</Cell>
        </tr>
      ))}
    </Table>
  );
};

const ORIGINS = {
  config: text.originConfig,
  console: text.originConsole,
  default: text.originDefault,
  missing: text.originMissing,
} as const;

/** Settings may be pages long; what they are is told by their beginning. */
const SHOWN = 80;

const shown = ({ value, isSecret, origin }: SettingView): string => {
  if (isSecret) return origin === 'config' || origin === 'console' ? text.secretSet : text.secretUnset;
  const whole = value ?? '';
  return whole.length > SHOWN ? `${whole.slice(0, SHOWN)}……` : whole;
};

/** Which are set, and by whom; a secret's value never leaves the service again. */
export const Settings = ({ settings }: { settings: readonly SettingView[] }) => (
  <Table caption={text.settings} head={[text.setting, text.value, text.origin]}>
    {settings.map((setting) => (
      <tr>
        <Cell name={text.setting}>
          <code>{setting.name}</code> <span class="soft">{setting.about}</span>
        </Cell>
        <Cell name={text.value}>{shown(setting)}</Cell>
        <Cell name={text.origin}>
          {ORIGINS[setting.origin]}
          {setting.by !== null && setting.at !== null && (
            <span class="soft">{` ${fill(text.by, { by: setting.by, at: beijingMinute(new Date(setting.at)) })}`}</span>
          )}
        </Cell>
      </tr>
    ))}
  </Table>
);
