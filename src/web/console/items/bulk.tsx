import { actingPerson } from '../../../accounts/acting.ts';
import type { Withdrawal } from '../../../../adapters/contract.ts';
import { AppError } from '../../../core/errors.ts';
import type { Issue } from '../../../core/issues.ts';
import { MAX_ITEMS, retryMany, withdrawMany, type BulkResult } from '../../../deliveries/bulk.ts';
import { pickItems, type Picked } from '../../../items/pick.ts';
import { Issues, PostForm, Select, TextArea } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Empty, Note } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { fill, words } from '../words.ts';
import { askedIn, workQueryOf } from './query.ts';
import { text, WITHDRAWAL_KINDS } from './text.ts';

const section = '/console/items';
const Back = () => (
  <p>
    <a href={section}>{text.back}</a>
  </p>
);

/** What will be done, pinned when it is asked: what comes into the filter meanwhile is not touched. */
interface Chosen extends Picked {
  readonly byFilter: boolean;
}

const ChosenItems = ({ ids, more, byFilter }: Chosen) => (
  <>
    {byFilter && (
      <Note tone="wait">{more ? fill(text.allOfMore, { max: MAX_ITEMS }) : fill(text.all, { count: ids.length })}</Note>
    )}
    {ids.map((id) => (
      <input type="hidden" name="item" value={id} />
    ))}
  </>
);

const tickedIn = ({ form }: Visit): Chosen => ({ ids: [...new Set(form.all('item'))], more: false, byFilter: false });

const chosenIn = async ({ ctx }: Console, visit: Visit): Promise<Chosen> => {
  const { form, session } = visit;
  if (!form.has('all')) return tickedIn(visit);
  const query = workQueryOf(askedIn(form.get('query')), session.person);
  return { ...(await pickItems(ctx, { query, most: MAX_ITEMS }, actingPerson(session.person))), byFilter: true };
};

const nothing = (visit: Visit) =>
  visit.page(
    { title: text.bulk, section, status: 422 },
    <>
      <Empty>{text.nothing}</Empty>
      <Back />
    </>,
  );

const askRetry = (visit: Visit, chosen: Chosen) => {
  const count = chosen.ids.length;
  return visit.page(
    { title: fill(text.retryTitle, { count }), section },
    <PostForm action="/console/bulk/retry" class="narrow">
      <ChosenItems {...chosen} />
      <p>{fill(text.retryAsk, { count })}</p>
      <p class="buttons">
        <button type="submit">{fill(text.retryGo, { count })}</button> <a href={section}>{words.cancel}</a>
      </p>
    </PostForm>,
  );
};

const askWithdraw = (visit: Visit, chosen: Chosen, issues: readonly Issue[]) => {
  const count = chosen.ids.length;
  return visit.page(
    { title: fill(text.withdrawTitle, { count }), section, status: issues.length > 0 ? 422 : 200 },
    <>
      <Issues issues={issues} />
      <PostForm action="/console/bulk/withdraw" class="narrow">
        <ChosenItems {...chosen} />
        <p>{fill(text.withdrawAsk, { count })}</p>
        <Select
          name="kind"
          label={text.kind}
          value={visit.form.get('kind')}
          options={Object.entries(WITHDRAWAL_KINDS)}
        />
        <TextArea
          name="reason"
          label={text.reason}
          hint={text.reasonHint}
          value={visit.form.get('reason')}
          issues={issues}
          required
        />
        <p class="buttons">
          <button type="submit">{fill(text.withdrawGo, { count })}</button> <a href={section}>{words.cancel}</a>
        </p>
      </PostForm>
    </>,
  );
};

const resultPage = (visit: Visit, results: readonly BulkResult[]) => {
  const refused = results.flatMap(({ itemId, refused: why }) => (why === null ? [] : [{ itemId, why }]));
  return visit.page(
    { title: text.resultTitle, section },
    <>
      <Note tone="good">{fill(text.resultDone, { count: results.length - refused.length })}</Note>
      {refused.length > 0 && (
        <Note tone="bad">
          {fill(text.resultRefused, { count: refused.length })}
          <ul>
            {refused.map(({ itemId, why }) => (
              <li>
                <a href={`/console/items/${encodeURIComponent(itemId)}`}>{itemId}</a>：{why.message}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <Back />
    </>,
  );
};

const kindOf = ({ form }: Visit): Withdrawal['kind'] => {
  const kind = form.get('kind');
  if (kind in WITHDRAWAL_KINDS) return kind as keyof typeof WITHDRAWAL_KINDS;
  throw new AppError('bad-request', { reason: text.kind });
};

/** Ask with the number first, then do it, with the password shown lately. */
export const addBulk = (shell: Console): void => {
  const { ctx } = shell;
  const who = ['item-withdraw', 'delivery-retry'] as const;
  addPage(shell, { method: 'post', path: '/console/bulk/ask', who }, async (visit) => {
    const chosen = await chosenIn(shell, visit);
    if (chosen.ids.length === 0) return nothing(visit);
    return visit.form.get('do') === 'withdraw' ? askWithdraw(visit, chosen, []) : askRetry(visit, chosen);
  });
  addPage(shell, { method: 'post', path: '/console/bulk/retry', who: 'delivery-retry', proof: true }, async (visit) =>
    resultPage(visit, await retryMany(ctx, { itemIds: tickedIn(visit).ids }, actingPerson(visit.session.person))),
  );
  const path = '/console/bulk/withdraw';
  addPage(shell, { method: 'post', path, who: 'item-withdraw', proof: true }, async (visit) => {
    const withdrawal = { kind: kindOf(visit), reason: visit.form.get('reason') };
    let results: readonly BulkResult[] = [];
    const issues = await orIssues(async () => {
      const asked = { itemIds: tickedIn(visit).ids, withdrawal };
      results = await withdrawMany(ctx, asked, actingPerson(visit.session.person));
    });
    return issues.length > 0 ? askWithdraw(visit, tickedIn(visit), issues) : resultPage(visit, results);
  });
};
