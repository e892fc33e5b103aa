import { actingPerson } from '../../../accounts/acting.ts';
import type { Context } from '../../../context.ts';
import { invalid } from '../../../core/errors.ts';
import { issue, type Issue } from '../../../core/issues.ts';
import { readItemAs, withdrawAs } from '../../../deliveries/acts.ts';
import type { ItemView } from '../../../items/views.ts';
import { Checks, Field, Issues, PostForm, Select, TextArea } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Note } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { words } from '../words.ts';
import { ITEM, pathOf } from './item.tsx';
import { KIND_NAMES, text } from './text.ts';

const PATH = `${ITEM}/withdraw`;
type Kind = keyof typeof KIND_NAMES;
const isKind = (value: string): value is Kind => Object.hasOwn(KIND_NAMES, value);

/** What no call takes back, channel by channel, before anybody confirms. */
const Leaves = ({ ctx, item }: { ctx: Context; item: ItemView }) => {
  const told = item.deliveries.flatMap(({ channel, channelName }) => {
    const leaves = ctx.channels.get(channel)?.adapter.leaves;
    return leaves === undefined ? [] : [`${channelName}：${leaves}`];
  });
  return (
    <Note tone="wait">
      <strong>{text.withdrawCannot}</strong>
      {told.length === 0 ? (
        <p>{text.withdrawNothing}</p>
      ) : (
        <ol>
          {told.map((line) => (
            <li>{line}</li>
          ))}
        </ol>
      )}
    </Note>
  );
};

const withdrawPage = async (shell: Console, visit: Visit, issues: readonly Issue[]): Promise<Response> => {
  const { form } = visit;
  const item = await readItemAs(shell.ctx, visit.param('id'), actingPerson(visit.session.person));
  const standing = item.deliveries.filter(({ desired }) => desired === 'live');
  const asked = visit.query('channel');
  const fresh = asked === '' ? standing.map(({ channel }) => channel) : [asked];
  const chosen = issues.length > 0 ? form.all('channels') : fresh;
  return visit.page(
    {
      title: `${text.withdrawTitle}：${item.title}`,
      section: '/console/items',
      status: issues.length > 0 ? 422 : 200,
    },
    <>
      <Issues issues={issues} />
      <p>{text.withdrawWhy}</p>
      <Leaves ctx={shell.ctx} item={{ ...item, deliveries: standing }} />
      <PostForm action={`${pathOf(item.id)}/withdraw`} class="narrow">
        <Checks
          name="channels"
          label={text.withdrawChannels}
          options={standing.map(({ channel, channelName }) => [channel, channelName] as const)}
          chosen={chosen}
          issues={issues}
        />
        <Select
          name="kind"
          label={text.kind}
          value={form.get('kind') || 'withdrawn'}
          options={Object.entries(KIND_NAMES)}
          issues={issues}
        />
        <TextArea
          name="reason"
          label={text.reason}
          hint={text.reasonHint}
          value={form.get('reason')}
          issues={issues}
          required
        />
        <Field
          name="replacedBy"
          label={text.replacedBy}
          hint={text.replacedByHint}
          value={form.get('replacedBy')}
          issues={issues}
        />
        <p class="buttons">
          <button type="submit">{text.withdrawGo}</button> <a href={pathOf(item.id)}>{words.cancel}</a>
        </p>
      </PostForm>
    </>,
  );
};

const readForm = ({ form }: Visit) => {
  const [kind, channelIds, replacedBy] = [form.get('kind'), form.all('channels'), form.get('replacedBy').trim()];
  const isId = replacedBy === '' || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(replacedBy);
  if (!isKind(kind) || channelIds.length === 0 || !isId)
    throw invalid([
      ...(isKind(kind) ? [] : [issue('kind', 'missing')]),
      ...(channelIds.length > 0 ? [] : [issue('channels', 'missing')]),
      ...(isId ? [] : [issue('replacedBy', 'unknown-replacement')]),
      ...(form.get('reason').trim() === '' ? [issue('reason', 'missing')] : []),
    ]);
  const withdrawal = { kind, reason: form.get('reason'), ...(replacedBy === '' ? {} : { replacedBy }) };
  return { channelIds, withdrawal };
};

export const addWithdraw = (shell: Console): void => {
  addPage(shell, { method: 'get', path: PATH, who: 'item-withdraw' }, (visit) => withdrawPage(shell, visit, []));
  addPage(shell, { method: 'post', path: PATH, who: 'item-withdraw', proof: true }, async (visit) => {
    const itemId = visit.param('id');
    const person = actingPerson(visit.session.person);
    const issues = await orIssues(async () => withdrawAs(shell.ctx, { itemId, ...readForm(visit) }, person));
    return issues.length > 0 ? withdrawPage(shell, visit, issues) : visit.go(pathOf(itemId), 'withdrawing');
  });
};
