import { load } from 'cheerio';
import { actingPerson } from '../../src/accounts/acting.ts';
import type { PersonActor } from '../../src/accounts/actor.ts';
import { previewDraft } from '../../src/items/drafts/preview.ts';
import { getDraft } from '../../src/items/drafts/read.ts';
import type { DraftView } from '../../src/items/drafts/view.ts';
import { fakeAdapter, fakeChannel } from './fakes.ts';
import { openStaffWorld, type Shown, type StaffBrowser, type StaffWorld } from './staff.ts';

export type Fields = Record<string, string | string[]>;

/** What a browser without scripts would send of a page's form. */
export const fieldsOf = (html: string, form = 'form.draft'): Fields => {
  const fields: Record<string, string[]> = {};
  for (const { name, value } of load(html)(form).serializeArray()) (fields[name] ??= []).push(value);
  const { _token, ...rest } = fields;
  return rest;
};

export interface Writing {
  readonly world: StaffWorld;
  readonly author: PersonActor;
  /** Another editor. */
  readonly other: PersonActor;
  /** Where the author is signed in. */
  readonly browser: StaffBrowser;
  formOf(id: string): Promise<Fields>;
  save(id: string, fields: Fields): Promise<Shown>;
  read(id: string): Promise<DraftView>;
  /** What a submission would seal. */
  sealOf(id: string): Promise<string | null>;
  upload(path: string, parts: Readonly<Record<string, string | File>>): Promise<Shown>;
}

/** Two editors, a portal that can change its copies and an account that cannot. */
export const openWriting = async (): Promise<Writing> => {
  const canUpdate = fakeAdapter({ update: (receipt) => Promise.resolve(receipt) });
  const channels = [fakeChannel({ adapter: canUpdate }), fakeChannel({ id: 'wechat', name: '明溪在线' })];
  const world = await openStaffWorld({ channels });
  const author = actingPerson(await world.user('writer', ['editor']));
  const other = actingPerson(await world.user('other', ['editor']));
  const browser = world.open();
  await browser.signIn('writer');
  return {
    world,
    author,
    other,
    browser,
    formOf: async (id) => fieldsOf((await browser.get(`/console/drafts/${id}`)).html),
    save: (id, fields) => browser.post(`/console/drafts/${id}`, fields),
    read: (id) => getDraft(world.ctx, id, author),
    sealOf: async (id) => (await previewDraft(world.ctx, { draftId: id }, author)).hash,
    upload: async (path, parts) => {
      await browser.get('/console/drafts/new');
      const body = new FormData();
      for (const [name, value] of Object.entries({ _token: browser.token(), ...parts })) body.append(name, value);
      const headers = { origin: world.ctx.origin, 'sec-fetch-site': 'same-origin' };
      return browser.send('POST', path, { body, headers });
    },
  };
};
