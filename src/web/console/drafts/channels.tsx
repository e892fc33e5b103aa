import type { Issue } from '../../../core/issues.ts';
import { issueText } from '../../../core/issues.ts';
import type { Entered } from '../../../items/drafts/entered.ts';
import type { ChannelCard } from '../../../items/reference.ts';
import { Field, idOf } from '../form-parts.tsx';
import { fill } from '../words.ts';
import { Chip } from '../ui.tsx';
import { localTime, textAt, valueAt, wordsAt } from './shown.ts';
import { text } from './text.ts';

/** What a channel can do, told before anybody approves: derived from the methods its adapter has. */
const Card = ({ card, chosen }: { card: ChannelCard; chosen: boolean }) => {
  const { title, body, images } = card.limits;
  const [tightest] = card.quotas;
  return (
    <div class="channel">
      <label>
        <input type="checkbox" name="channels" value={card.id} checked={chosen} /> <strong>{card.name}</strong>
      </label>{' '}
      {card.canUpdate ? (
        <Chip tone="good" icon="✎">
          {text.canUpdate}
        </Chip>
      ) : (
        <Chip tone="wait" icon="!">
          {text.cannotUpdate}
        </Chip>
      )}
      <p class="soft">
        {text.takes}
        {card.takesNames.join('、')}
        {'。'}
        {fill(text.limits, {
          title: `${title.max} ${title.unit}`,
          body: `${body.max} ${body.unit}`,
          images: images.max,
        })}
        {'。'}
        {!card.canUpdate && text.cannotUpdateWhy}
        {tightest && ` ${fill(text.callsLeft, { left: tightest.leftToday })}。`}
      </p>
      {card.offBecause !== null && <p class="wrong">{fill(text.off, { because: card.offBecause })}</p>}
    </div>
  );
};

interface ChannelsProps {
  readonly content: Entered;
  readonly cards: readonly ChannelCard[];
  readonly issues: readonly Issue[];
}

export const Channels = ({ content, cards, issues }: ChannelsProps) => {
  const isAll = !Array.isArray(valueAt(content, 'channels'));
  const chosen = isAll ? cards.map(({ id }) => id) : wordsAt(content, 'channels');
  const own = issues.filter(({ field }) => field === 'channels' || field.startsWith('channels['));
  return (
    <section class="card">
      <fieldset class="channels" id={idOf('channels')}>
        <legend>{text.channels}</legend>
        <label>
          <input type="radio" name="channelsKind" value="all" checked={isAll} /> {text.allChannels}
        </label>
        <label>
          <input type="radio" name="channelsKind" value="some" checked={!isAll} /> {text.someChannels}
        </label>
        {own.map((each) => (
          <p class="wrong">{issueText(each)}</p>
        ))}
        {cards.map((card) => (
          <Card card={card} chosen={chosen.includes(card.id)} />
        ))}
      </fieldset>
      <Field
        name="publishAt"
        label={text.publishAt}
        hint={text.publishAtHint}
        type="datetime-local"
        value={localTime(textAt(content, 'publishAt'))}
        issues={issues}
      />
    </section>
  );
};
