import type { Child } from 'hono/jsx';
import { mayDo } from '../../core/permissions.ts';
import { ROLE_NAMES } from '../../core/roles.ts';
import type { Session } from '../../accounts/sessions.ts';
import { asset } from './assets.ts';
import { FormToken } from './form-parts.tsx';
import { isBelow, type NavEntry } from './navigation.ts';
import { KEYS, NOTICES, words, type Notice } from './words.ts';

export interface FrameProps {
  readonly title: string;
  readonly bare: boolean;
  readonly nonce: string;
  readonly session: Session | null;
  /** Null where nobody is signed in. */
  readonly token: string | null;
  readonly path: string;
  readonly navigation: readonly NavEntry[];
  readonly notice: Notice | null;
  readonly children?: Child;
}

/** htmx of its own does nothing that our policy forbids: no style in place, and answers of 4xx replace the form. */
const HTMX = '{"includeIndicatorCSS":false,"history":false}';

const Head = ({ title, nonce, token }: Pick<FrameProps, 'title' | 'nonce' | 'token'>) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <meta name="htmx-config" content={HTMX} />
    {token !== null && <meta name="form-token" content={token} />}
    <title>{`${title} · ${words.product}`}</title>
    <link rel="icon" href={asset('icon.svg')} type="image/svg+xml" />
    <link rel="stylesheet" href={asset('console.css')} />
    <script nonce={nonce} src={asset('htmx.js')} defer />
    <script nonce={nonce} src={asset('console.js')} defer />
  </head>
);

const Who = ({ session: { person }, token }: { session: Session; token: string }) => (
  <div class="who">
    <a href="/console/account">{person.name}</a>
    <span class="soft">{person.roles.map((role) => ROLE_NAMES[role]).join('、')}</span>
    <form method="post" action="/console/sign-out">
      <input type="hidden" name="_token" value={token} />
      <button type="submit" class="plain">
        {words.signOut}
      </button>
    </form>
  </div>
);

const Side = ({ session, token, navigation, path }: FrameProps) => (
  <header class="side">
    <a class="brand" href="/console">
      {words.product}
    </a>
    {session && navigation.length > 0 && (
      <nav aria-label={words.navigation}>
        <ul>
          {navigation.map((entry) => (
            <li>
              <a href={entry.path} aria-current={isBelow(path, entry.path) ? 'page' : undefined}>
                {entry.name}
                {entry.badge !== undefined && (
                  <span class="badge" hx-get={entry.badge} hx-trigger="load" hx-swap="innerHTML" />
                )}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    )}
    {session && token && <Who session={session} token={token} />}
  </header>
);

/** Opened by `?`; a dialog, so that Esc closes it and focus comes back by itself. */
const Keys = () => (
  <dialog id="keys" aria-labelledby="keys-title">
    <h2 id="keys-title">{words.keysTitle}</h2>
    <dl class="facts">
      {KEYS.map(([key, what]) => (
        <>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </>
      ))}
    </dl>
    <form method="dialog">
      <button type="submit">{words.close}</button>
    </form>
  </dialog>
);

/** Everything around a page's own content. */
export const Frame = (props: FrameProps) => {
  const { title, bare, session, token, notice, children } = props;
  return (
    <html lang="zh-CN">
      <Head {...props} />
      <body class={session ? 'in' : 'out'}>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        <Side {...props} />
        <main id="main" tabindex={-1}>
          {!bare && <h1>{title}</h1>}
          {notice && (
            <p class="note good" role="status">
              {NOTICES[notice]}
            </p>
          )}
          <FormToken.Provider value={token ?? ''}>{children}</FormToken.Provider>
          <footer class="foot soft">{words.beijingNote}</footer>
        </main>
        {session && <Keys />}
      </body>
    </html>
  );
};

/** Whether a page may show something at all; what it does is checked again where it is done. */
export const may = (session: Session, action: Parameters<typeof mayDo>[1]): boolean =>
  mayDo(session.person.roles, action);
