import type { Child } from 'hono/jsx';
import { text } from './text.ts';

interface Props {
  readonly title: string;
  /** Whether the demo county's public pages are mounted here. */
  readonly demo?: boolean;
  readonly children?: Child;
}

const DEMO_LINKS = [
  ['/portal/', text.portal],
  ['/sandbox/wechat/', text.wechat],
  ['/sandbox/esanming/', text.esanming],
] as const;

export const Layout = ({ title, demo = false, children }: Props) => (
  <html lang="zh-CN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} · ${text.product}`}</title>
      <link rel="stylesheet" href="/console.css" />
      <link rel="icon" href="data:," />
    </head>
    <body>
      <a class="skip" href="#main">
        {text.skip}
      </a>
      <header class="top">
        <div class="wide">
          <a class="brand" href="/">
            {text.product}
          </a>
          <span class="slogan">{text.slogan}</span>
          <nav aria-label={text.overview}>
            {(demo ? DEMO_LINKS : []).map(([href, name]) => (
              <a href={href}>{name}</a>
            ))}
            <a href="/docs">{text.docs}</a>
          </nav>
        </div>
      </header>
      <main id="main" class="wide">
        {children}
      </main>
    </body>
  </html>
);

/** A whole document. */
export const page = (node: unknown): string => `<!doctype html>${String(node)}`;
