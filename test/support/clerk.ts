import { BODY, openAuditStage, TITLE, type AuditStage } from './audit-stage.ts';
import { staffOf, type Staff, type StaffBrowser } from './staff.ts';

export interface ClerkStage extends AuditStage {
  readonly staff: Staff;
  /** An item on the portal, looked at once and found the same. */
  readonly itemId: string;
  readonly url: string;
  signedIn(name: string): Promise<StaffBrowser>;
  /** Changes the copy behind the service's back and looks: the finding it makes. */
  tamper(from: string, to: string): Promise<string>;
}

/** The audit's stage with the console in front of it, and a clerk. */
export const openClerkStage = async (): Promise<ClerkStage> => {
  const stage = await openAuditStage();
  const staff = staffOf(stage.world.ctx);
  await staff.user('clerk', ['clerk']);
  const itemId = await stage.world.approve({ title: TITLE, body: BODY });
  const url = (await stage.world.settle(itemId)).url ?? '';
  await stage.look(itemId);
  return {
    ...stage,
    staff,
    itemId,
    url,
    signedIn: async (name) => {
      const browser = staff.open();
      await browser.signIn(name);
      return browser;
    },
    tamper: async (from, to) => {
      stage.edit(url, from, to);
      await stage.look(itemId);
      return (await stage.open()).find(({ kind }) => kind === 'differs')?.id ?? '';
    },
  };
};
