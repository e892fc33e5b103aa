import { actingPerson } from '../../../accounts/acting.ts';
import { AppError } from '../../../core/errors.ts';
import type { Issue } from '../../../core/issues.ts';
import { readItemAs } from '../../../deliveries/acts.ts';
import { rescheduleDeliveries } from '../../../deliveries/reschedule.ts';
import { resolveAsGone, resolveAsLive } from '../../../deliveries/resolve-seen.ts';
import { Field, Issues, PostForm } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Note } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { words } from '../words.ts';
import { ITEM, orToldOnItem, pathOf } from './item.tsx';
import { text } from './text.ts';

const RESOLVE = `${ITEM}/resolve/:channel`;
const RESCHEDULE = `${ITEM}/reschedule`;

const resolvePage = async (shell: Console, visit: Visit, issues: readonly Issue[]): Promise<Response> => {
  const { form } = visit;
  const item = await readItemAs(shell.ctx, visit.param('id'), actingPerson(visit.session.person));
  const delivery = item.deliveries.find(({ channel }) => channel === visit.param('channel'));
  if (!delivery) throw new AppError('not-found', { what: '这篇稿件在该渠道的分发' });
  const own = `${pathOf(item.id)}/resolve/${delivery.channel}`;
  return visit.page(
    {
      title: `${text.resolveTitle}：${delivery.channelName}`,
      section: '/console/items',
      status: issues.length > 0 ? 422 : 200,
    },
    <>
      <Issues issues={issues} />
      <p>
        <strong>{item.title}</strong>
      </p>
      <p>{text.resolveWhy}</p>
      {delivery.fault && <Note tone="bad">{`${text.lastKnown}：${delivery.fault.text}`}</Note>}
      <div class="sides">
        <section class="card">
          <h2>{text.seenTitle}</h2>
          <p>{text.seenWhy}</p>
          <PostForm action={`${own}/live`}>
            <Field name="url" label={text.url} value={form.get('url')} issues={issues} required />
            <Field name="remoteId" label={text.remoteId} hint={text.remoteIdHint} value={form.get('remoteId')} />
            <button type="submit">{text.seenGo}</button>
          </PostForm>
        </section>
        <section class="card">
          <h2>{text.goneTitle}</h2>
          <p>{text.goneWhy}</p>
          <PostForm action={`${own}/gone`}>
            <button type="submit">{text.goneGo}</button>
          </PostForm>
        </section>
      </div>
      <p>
        <a href={pathOf(item.id)}>{text.back}</a>
      </p>
    </>,
  );
};

const addResolve = (shell: Console): void => {
  const { ctx } = shell;
  const who = 'delivery-resolve';
  const seenIn = ({ param }: Visit) => ({ itemId: param('id'), channelId: param('channel') });
  addPage(shell, { method: 'get', path: RESOLVE, who }, (visit) => resolvePage(shell, visit, []));
  addPage(shell, { method: 'post', path: `${RESOLVE}/live`, who }, (visit) => {
    const { form } = visit;
    const input = { ...seenIn(visit), url: form.get('url').trim(), remoteId: form.get('remoteId') };
    return orMended(shell, visit, resolvePage, (person) => resolveAsLive(ctx, input, person), 'resolved');
  });
  addPage(shell, { method: 'post', path: `${RESOLVE}/gone`, who }, (visit) =>
    orToldOnItem(shell, visit, (person) => resolveAsGone(ctx, seenIn(visit), person), 'resolved'),
  );
};

/** Issues come back on the form, what came too late on the item's page. */
const orMended = async (
  shell: Console,
  visit: Visit,
  form: (shell: Console, visit: Visit, issues: readonly Issue[]) => Promise<Response>,
  run: Parameters<typeof orToldOnItem>[2],
  notice: Parameters<typeof orToldOnItem>[3],
): Promise<Response> => {
  let answer: Response | null = null;
  const issues = await orIssues(async () => {
    answer = await orToldOnItem(shell, visit, run, notice);
  });
  return answer ?? form(shell, visit, issues);
};

const reschedulePage = async (shell: Console, visit: Visit, issues: readonly Issue[]): Promise<Response> => {
  const item = await readItemAs(shell.ctx, visit.param('id'), actingPerson(visit.session.person));
  return visit.page(
    {
      title: `${text.rescheduleTitle}：${item.title}`,
      section: '/console/items',
      status: issues.length > 0 ? 422 : 200,
    },
    <>
      <Issues issues={issues} />
      <p>{text.rescheduleWhy}</p>
      <PostForm action={`${pathOf(item.id)}/reschedule`} class="narrow">
        <Field name="at" label={text.at} type="datetime-local" value={visit.form.get('at')} issues={issues} required />
        <p class="buttons">
          <button type="submit">{text.save}</button> <a href={pathOf(item.id)}>{words.cancel}</a>
        </p>
      </PostForm>
    </>,
  );
};

/** What the browser's field says is Beijing time, as everything on these pages. */
const instantIn = ({ form }: Visit): string => {
  const at = form.get('at');
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at) ? `${at}:00+08:00` : at;
};

/** What only a person can know, and a later time for what has not begun. */
export const addResolving = (shell: Console): void => {
  addResolve(shell);
  addPage(shell, { method: 'get', path: RESCHEDULE, who: 'item-withdraw' }, (visit) =>
    reschedulePage(shell, visit, []),
  );
  addPage(shell, { method: 'post', path: RESCHEDULE, who: 'item-withdraw' }, (visit) => {
    const input = { itemId: visit.param('id'), at: instantIn(visit) };
    const run: Parameters<typeof orToldOnItem>[2] = (person) => rescheduleDeliveries(shell.ctx, input, person);
    return orMended(shell, visit, reschedulePage, run, 'rescheduled');
  });
};
