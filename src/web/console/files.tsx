import { AppError } from '../../core/errors.ts';
import type { NamedGrid } from '../../core/grid.ts';
import { csvOf } from '../../grids/csv.ts';
import { sendFile } from '../send-file.ts';
import type { Visit } from './visit.ts';
import { words } from './words.ts';

/** A table as the file that `as` in the address asks for, CSV where it asks for none. Throws `not-found`. */
export const sendGrid = async (visit: Visit, grid: NamedGrid): Promise<Response> => {
  const as = visit.query('as') || 'csv';
  if (as === 'csv') return sendFile(visit.c, { name: grid.name, type: 'csv', body: csvOf(grid) });
  if (as !== 'xlsx') throw new AppError('not-found', { what: '这种文件' });
  // Some hundred kilobytes: loaded when somebody wants one.
  const { workbookOf } = await import('../../grids/workbook.ts');
  return sendFile(visit.c, { name: grid.name, type: 'xlsx', body: await workbookOf([grid]) });
};

/** The files that a table may be taken home as. */
export const Files = ({ address, name }: { address: string; name: string }) => (
  <span class="nowrap">
    {`${name}：`}
    {(['csv', 'xlsx'] as const).map((as) => (
      <>
        <a href={`${address}&as=${as}`} aria-label={`${words.download} ${name} ${as.toUpperCase()}`}>
          {as.toUpperCase()}
        </a>{' '}
      </>
    ))}
  </span>
);
