import { actingPerson } from '../../../accounts/acting.ts';
import type { PersonActor } from '../../../accounts/actor.ts';
import { AppError } from '../../../core/errors.ts';
import { mayDoFor } from '../../../core/permissions.ts';
import { readItemAs, retryAs } from '../../../deliveries/acts.ts';
import { undoDeliveries } from '../../../deliveries/undo.ts';
import { listRevisions } from '../../../items/drafts/history.ts';
import { listChannels } from '../../../items/reference.ts';
import type { ItemView } from '../../../items/views.ts';
import { PostForm } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Alert } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import type { Notice } from '../words.ts';
import type { Rights } from './card.tsx';
import { Facts, Revisions } from './history.tsx';
import { Progress } from './progress.tsx';
import { text } from './text.ts';

export const ITEM = '/console/items/:id';
export const pathOf = (id: string): string => `/console/items/${id}`;

const rightsFor = ({ session }: Visit, { unit }: ItemView): Rights => ({
  retry: mayDoFor(session.person, 'delivery-retry', unit),
  withdraw: mayDoFor(session.person, 'item-withdraw', unit),
  resolve: mayDoFor(session.person, 'delivery-resolve', unit),
});

const progressOf = async ({ ctx }: Console, visit: Visit, item: ItemView) => {
  const looks = /^\d{1,4}$/.test(visit.query('looks')) ? Number(visit.query('looks')) : 0;
  const channels = await listChannels(ctx);
  return <Progress item={item} channels={channels} rights={rightsFor(visit, item)} now={ctx.clock()} looks={looks} />;
};

interface WaysProps {
  readonly item: ItemView;
  readonly canWrite: boolean;
  readonly canWithdraw: boolean;
}

/** Where one goes on from an item. */
const Ways = ({ item: { id }, canWrite, canWithdraw }: WaysProps) => (
  <PostForm action="/console/drafts/corrections">
    <input type="hidden" name="itemId" value={id} />
    <p class="buttons">
      <a class="button plain" href={`${pathOf(id)}/preview`}>
        {text.content}
      </a>
      {canWrite && (
        <button type="submit" class="plain">
          {text.correct}
        </button>
      )}
      <a href={`/console/findings?item=${id}`}>{text.ofAudit}</a>
      <a href={`${pathOf(id)}/proof`}>{text.proof}</a>
      {canWithdraw && <a href={`${pathOf(id)}/withdraw`}>{text.withdrawTitle}</a>}
    </p>
  </PostForm>
);

export const itemPage = async (shell: Console, visit: Visit, refusal: AppError | null = null): Promise<Response> => {
  const person = actingPerson(visit.session.person);
  const item = await readItemAs(shell.ctx, visit.param('id'), person);
  const [progress, revisions] = await Promise.all([
    progressOf(shell, visit, item),
    listRevisions(shell.ctx, item.id, person),
  ]);
  const canWithdraw = rightsFor(visit, item).withdraw && item.deliveries.some(({ desired }) => desired === 'live');
  return visit.page(
    { title: item.title, section: '/console/items', status: refusal?.status ?? 200 },
    <>
      {refusal && <Alert title={text.conflict}>{refusal.message}</Alert>}
      <Facts item={item} />
      <Ways item={item} canWrite={mayDoFor(visit.session.person, 'item-write', item.unit)} canWithdraw={canWithdraw} />
      <h2>{text.progress}</h2>
      {progress}
      {mayDoFor(visit.session.person, 'reach-read', item.unit) && (
        <>
          <h2>{text.reach}</h2>
          <div hx-get={`${pathOf(item.id)}/reach`} hx-trigger="load">
            <a href="/console/reach">{text.reach}</a>
          </div>
        </>
      )}
      <h2>{text.revisions}</h2>
      <Revisions revisions={revisions} />
    </>,
  );
};

/** What came too late is told beside what is so now. */
export const orToldOnItem = async (
  shell: Console,
  visit: Visit,
  run: (person: PersonActor) => Promise<unknown>,
  notice: Notice,
): Promise<Response> => {
  try {
    await run(actingPerson(visit.session.person));
    return visit.go(pathOf(visit.param('id')), notice);
  } catch (error) {
    if (error instanceof AppError && error.status === 409) return itemPage(shell, visit, error);
    throw error;
  }
};

/** One channel; without one, all of them. */
const targetOf = ({ form, param }: Visit) => {
  const channel = form.get('channel');
  return { itemId: param('id'), channelIds: channel === '' ? undefined : [channel] };
};

/** An item with its deliveries as they happen, and the two buttons that need no page of their own. */
export const addItem = (shell: Console): void => {
  const { ctx } = shell;
  addPage(shell, { method: 'get', path: ITEM, who: 'item-read' }, (visit) => itemPage(shell, visit));
  addPage(shell, { method: 'get', path: `${ITEM}/progress`, who: 'item-read' }, async (visit) => {
    const item = await readItemAs(ctx, visit.param('id'), actingPerson(visit.session.person));
    return visit.part(await progressOf(shell, visit, item));
  });
  addPage(shell, { method: 'post', path: `${ITEM}/retry`, who: 'delivery-retry' }, (visit) =>
    orToldOnItem(shell, visit, (person) => retryAs(ctx, targetOf(visit), person), 'retried'),
  );
  addPage(shell, { method: 'post', path: `${ITEM}/undo`, who: 'item-withdraw' }, (visit) =>
    orToldOnItem(shell, visit, (person) => undoDeliveries(ctx, targetOf(visit), person), 'undone'),
  );
};
