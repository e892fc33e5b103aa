import type { Page } from 'playwright-core';
import type { Role } from '../../src/core/roles.ts';
import { stopsOf, viewerFor, type Things } from '../support/console-pages.ts';

export interface Shot {
  /** Of its file. */
  readonly name: string;
  readonly path: string;
  /** Null: nobody need be signed in. */
  readonly viewer: Role | null;
  /** What is pressed before the picture: pages that answer a form. */
  readonly act?: (page: Page) => Promise<unknown>;
}

const nameOf = (path: string): string =>
  path
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/g, 'id')
    .replaceAll(/[^\w\u4e00-\u9fff]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'overview';

/** Answers to GET that are no page: files, parts of pages, and addresses that lead on. */
const NO_PAGE =
  /\/console$|\/system$|\/files\/|\/preview-images\/|\/bytes$|\/review-count$|\/set-up$|\/code$|\/progress$|\/source$|\/preview\/:channel$|\/runs$|\/snapshot\/page$|\/file$|\/chart$|\/open$|\/items\/:id\/reach$/;

const stops = (things: Things, channels: Iterable<string>): Shot[] =>
  stopsOf(things, channels)
    .filter(({ route }) => !NO_PAGE.test(route.path))
    .map(({ route, path }) => ({ name: nameOf(path), path, viewer: route.who === 'anyone' ? null : viewerFor(route) }));

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
const pick =
  (name: string) =>
  async (page: Page): Promise<void> => {
    await page.locator('[data-pick]').first().check();
    await press(name)(page);
  };

/** Pages that only answer a form. */
const answers = (things: Things): Shot[] => [
  { name: 'answer-bulk-retry', path: '/console/items', viewer: 'reviewer', act: pick('重试') },
  { name: 'answer-bulk-withdraw', path: '/console/items', viewer: 'reviewer', act: pick('撤回') },
  { name: 'answer-reassign', path: '/console/findings', viewer: 'clerk', act: pick('转办') },
  { name: 'answer-empty-password', path: '/console/account/password', viewer: 'editor', act: press('修改') },
  {
    name: 'answer-wrong-sign-in',
    path: '/console/sign-in',
    viewer: null,
    act: async (page) => {
      await page.getByLabel('账号或邮箱').fill('bianji');
      await page.getByLabel('口令').fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'answer-keys',
    path: `/console/items/${things.item}`,
    viewer: 'reviewer',
    act: (page) => page.keyboard.press('?'),
  },
  { name: 'answer-not-found', path: '/console/nowhere', viewer: 'editor' },
  { name: 'answer-no-right', path: '/console/system/users', viewer: 'editor' },
];

/** What anybody may see: the overview, the API's description, the portal and the doubles of the platforms. */
const open = (things: Things, links: readonly string[]): Shot[] =>
  ['/', `/items/${things.item}`, '/docs', '/portal/', '/sandbox/wechat/', '/sandbox/esanming/', ...links].map(
    (path) => ({
      name: nameOf(path),
      path,
      viewer: null,
    }),
  );

export interface Known {
  readonly things: Things;
  readonly channels: Iterable<string>;
  /** Public pages of which the addresses are not known beforehand. */
  readonly links: readonly string[];
}

/** Every page there is. */
export const shotsOf = ({ things, channels, links }: Known): Shot[] => [
  ...open(things, links),
  ...stops(things, channels),
  ...answers(things),
];
