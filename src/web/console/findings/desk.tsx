import type { FindingCounts } from '../../../audits/count.ts';
import { SEVERITIES } from '../../../core/severity.ts';
import { SeverityChip } from './marks.tsx';
import { listPath, PATH } from './query.ts';
import { text } from './text.ts';

/** For 工作台: `<FindingsWaiting {...await countFindings(ctx.db, unitsFor(person, 'item-read'))} />`. */
export const FindingsWaiting = ({ bySeverity, overdue }: FindingCounts) => {
  const shown = SEVERITIES.filter((severity) => bySeverity[severity] > 0);
  return (
    <section class="card">
      <h2>
        <a href={PATH}>{text.waits}</a>
      </h2>
      {shown.length === 0 ? (
        <p class="soft">{text.noWaits}</p>
      ) : (
        <ul class="steps">
          {shown.map((severity) => (
            <li data-row>
              <a href={listPath({ severity })}>
                <SeverityChip severity={severity} /> {bySeverity[severity]}
              </a>
            </li>
          ))}
          {overdue > 0 && <li>{`${text.overdue} ${overdue}`}</li>}
        </ul>
      )}
    </section>
  );
};
