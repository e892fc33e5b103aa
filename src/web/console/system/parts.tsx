import type { Child } from 'hono/jsx';
import { entriesFor, SYSTEM_TABS } from '../navigation.ts';
import type { Console } from '../pages.tsx';
import { Tabs } from '../ui.tsx';
import type { PageOptions, Visit } from '../visit.ts';
import { text } from './text.ts';

/** A page of 系统 with the tabs this person has. */
export const systemPage = (shell: Console, visit: Visit, options: PageOptions, content: Child): Promise<Response> => {
  const exists = (path: string) => shell.routes.some((route) => route.method === 'get' && route.path === path);
  const entries = entriesFor(SYSTEM_TABS, visit.session.person.roles, exists);
  return visit.page(
    options,
    <>
      <Tabs label={text.tabs} entries={entries} path={visit.c.req.path} />
      {content}
    </>,
  );
};

/** A secret that is shown this once. */
export const Once = ({ label, secret, why }: { label: string; secret: string; why: string }) => (
  <div class="note wait">
    <p>{why}</p>
    <p>
      {label}：<code class="secret">{secret}</code>
    </p>
  </div>
);
