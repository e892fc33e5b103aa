import type { Context } from '../../../context.ts';
import type { ValueNames } from '../../../items/compare.ts';
import { listColumns, listUnits } from '../../../items/reference.ts';

/** Units, columns and channels by the names people know. */
export const valueNames = async (ctx: Context): Promise<ValueNames> => {
  const [units, columns] = await Promise.all([listUnits(ctx), listColumns(ctx)]);
  return Object.fromEntries([...units, ...columns, ...ctx.channels.values()].map(({ id, name }) => [id, name]));
};
