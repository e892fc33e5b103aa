import { Hono } from 'hono';
import type { Context } from '../../context.ts';
import { AppError } from '../../core/errors.ts';
import { asAppError } from '../errors.ts';
import { consoleHeaders, editorHeaders, noStore, previewHeaders } from '../middleware/console-headers.ts';
import { addAccount } from './account/pages.tsx';
import { addAssets } from './assets.ts';
import { addChannels } from './channels/pages.tsx';
import { addDeliveries } from './deliveries/pages.tsx';
import { addDesk } from './desk/pages.tsx';
import { addDrafts } from './drafts/pages.tsx';
import { addEntry } from './entry/pages.tsx';
import { addItems } from './items/pages.tsx';
import { addFindings } from './findings/pages.tsx';
import { entriesFor, NAVIGATION } from './navigation.ts';
import { addPage, errorVisit, type Console } from './pages.tsx';
import { addPreview } from './preview/pages.tsx';
import { addReach } from './reach/pages.tsx';
import { addReports } from './reports/pages.tsx';
import { addReviews } from './reviews/pages.tsx';
import { addSystem } from './system/pages.tsx';
import { Alert } from './ui.tsx';
import type { ConsoleEnv } from './visit.ts';
import { words } from './words.ts';

/** Told in the frame; if even that cannot be drawn (the database is away), in words alone. */
const answerError = async (shell: Console, thrown: unknown, c: Parameters<typeof errorVisit>[1]): Promise<Response> => {
  const error = asAppError(thrown, c.get('requestId'), shell.ctx.log);
  if (error.status === 503) c.header('retry-after', '5');
  const content = <Alert title={words.errorTitle}>{error.message}</Alert>;
  try {
    const visit = await errorVisit(shell, c);
    if (c.req.header('hx-request')) return await visit.part(content, error.status);
    return await visit.page({ title: words.errorTitle, status: error.status }, content);
  } catch (second) {
    shell.ctx.log.error({ error: second }, 'error page failed');
    return c.text(error.message, error.status);
  }
};

/** The first page this person has. */
const addHome = (shell: Console): void =>
  addPage(shell, { method: 'get', path: '/console', who: 'person' }, (visit) => {
    const exists = (path: string) => shell.routes.some((route) => route.method === 'get' && route.path === path);
    const [first] = entriesFor(NAVIGATION, visit.session.person.roles, exists);
    return visit.go(first?.path ?? '/console/account');
  });

/** The staff pages, all below /console. A page group adds itself by one line here. */
export const createConsole = (ctx: Context): Console => {
  const app = new Hono<ConsoleEnv>();
  const shell: Console = { ctx, app, routes: [] };
  app.onError((error, c) => answerError(shell, error, c));
  app.use('/console/*', previewHeaders, editorHeaders, consoleHeaders(ctx.origin), noStore);
  addAssets(app);
  addHome(shell);
  addEntry(shell);
  addAccount(shell);
  addPreview(shell);
  addReviews(shell);
  addDeliveries(shell);
  addChannels(shell);
  addDesk(shell);
  addItems(shell);
  addDrafts(shell);
  addFindings(shell);
  addReach(shell);
  addReports(shell);
  addSystem(shell);
  app.all('/console/*', () => {
    throw new AppError('not-found', { what: '这个页面' });
  });
  return shell;
};
