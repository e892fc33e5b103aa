import type { Run } from '../../../audits/runs.ts';
import { PostForm } from '../form-parts.tsx';
import { fill } from '../words.ts';
import { Cell, Table, Time } from '../ui.tsx';
import { PATH } from './query.ts';
import { text } from './text.ts';

const LOOK_EVERY = '2s';
/** After five minutes of looking the part stands still: a page left open must not keep its session alive. */
const MOST_LOOKS = 150;

/** Everything, or one item: the same button where it is needed. */
export const RunNow = ({ itemId }: { itemId?: string }) => (
  <PostForm action={`${PATH}/runs`}>
    {itemId !== undefined && <input type="hidden" name="item" value={itemId} />}
    <button type="submit">{itemId === undefined ? text.runNow : text.runItem}</button>{' '}
    {itemId === undefined && <span class="hint">{text.runWhy}</span>}
  </PostForm>
);

const allOf = ({ copies, places }: Run): number => copies + places;
const isGoing = (run: Run): boolean => run.done !== null && run.done < allOf(run);

const Progress = ({ run }: { run: Run }) => {
  const { done, copies, places } = run;
  const what = fill(places > 0 ? text.runWithPlaces : text.runCopies, { copies, places });
  if (done === null) return <>{what}</>;
  const all = allOf(run);
  if (done >= all) return <>{`✓ ${fill(text.runDone, { what })}`}</>;
  return (
    <>
      <progress value={done} max={all} aria-label={text.runProgress} /> {fill(text.runGoing, { done, all })}
    </>
  );
};

/** Runs that people asked for; while one goes on, the part asks for its successor. */
export const Runs = ({ runs, looks }: { runs: readonly Run[]; looks: number }) => {
  const asks = runs.some(isGoing) && looks < MOST_LOOKS;
  const live = asks
    ? { 'hx-get': `${PATH}/runs?looks=${looks + 1}`, 'hx-trigger': `every ${LOOK_EVERY}`, 'hx-swap': 'outerHTML' }
    : {};
  return (
    <div id="runs" {...live}>
      {runs.length === 0 ? (
        <p class="soft">{text.noRuns}</p>
      ) : (
        <Table caption={text.runsTitle} head={[text.runAt, text.runBy, text.runScope, text.runProgress]}>
          {runs.map((run) => (
            <tr>
              <Cell name={text.runAt}>
                <Time at={run.at} />
              </Cell>
              <Cell name={text.runBy}>{run.actor}</Cell>
              <Cell name={text.runScope}>{run.itemTitle ?? text.runAll}</Cell>
              <Cell name={text.runProgress}>
                <Progress run={run} />
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
};
