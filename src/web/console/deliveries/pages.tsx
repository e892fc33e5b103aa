import type { Console } from '../pages.tsx';
import { addItem } from './item.tsx';
import { addList } from './list.tsx';
import { addResolving } from './resolve.tsx';
import { addWithdraw } from './withdraw.tsx';

/** 分发: all deliveries, and an item's page with what can be done about each of its own. */
export const addDeliveries = (shell: Console): void => {
  addList(shell);
  addItem(shell);
  addWithdraw(shell);
  addResolving(shell);
};
