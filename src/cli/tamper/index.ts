import type { ItemView } from '../client.ts';
import { agePortal, deletePortal, deleteWechat, editGuide, editPortal, editWechat } from './copies.ts';
import type { Hands, Tampered, Tampering } from './hands.ts';
import { outdatePortal } from './outdate.ts';
import { ageAccount, ageColumn } from './places.ts';

/** Each once. The whole column first, while none of its copies is touched. */
const TAMPERINGS: readonly Tampering[] = [
  ageColumn,
  outdatePortal,
  editPortal,
  editWechat,
  editGuide,
  deletePortal,
  deleteWechat,
  agePortal,
];

/** Does everything that can be done to the demo's copies, no two things to one item; then ages the account they stand in. */
export const tamperAll = async (items: readonly ItemView[], hands: Hands): Promise<Tampered[]> => {
  const done: Tampered[] = [];
  for (const tamper of TAMPERINGS) {
    const touched = new Set(done.map(({ item }) => item));
    done.push(
      ...(await tamper(
        items.filter(({ id }) => !touched.has(id)),
        hands,
      )),
    );
  }
  return [...done, ...(await ageAccount(items, hands))];
};
