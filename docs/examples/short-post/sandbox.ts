import { Hono } from 'hono';
import type { Sandbox, SandboxOptions } from '../../../adapters/contract.ts';
import { html } from '../../../adapters/kit/html.ts';
import { createSandboxStore } from '../../../adapters/kit/sandbox-store.ts';

const TOKEN = 'sandbox-token';
const PAGE = 20;
const LISTED_AFTER_MS = 45_000;
const LINK = /https?:\/\/\S+/g;

interface Stored {
  readonly status: string;
  readonly at: string;
  readonly deleted: boolean;
}

const characters = (status: string): number =>
  Array.from(status.replaceAll(LINK, 'x'.repeat(20))).reduce((sum, char) => sum + (char < '\u0080' ? 0.5 : 1), 0);

const page = ({ status }: Stored): string => {
  const link = status.match(LINK)?.[0];
  const lines = status.replaceAll(LINK, '').trim().split('\n');
  return html`<!DOCTYPE html>
    <html lang="zh-CN">
      <title>一句</title>
      <article class="status">
        ${lines.map((line) => html`<p>${line}</p>`)} ${link && html`<a href="${link}">网页链接</a>`}
      </article>
    </html>`.markup;
};

const fault = (code: number, error: string): Response => Response.json({ error_code: code, error }, { status: 400 });

/** The platform as its documentation describes it. Nothing here is taken from the adapter: two readers, one document. */
export const createShortPostSandbox = ({ base, folder, clock, callbackUrl }: SandboxOptions): Sandbox => {
  const store = createSandboxStore(folder);
  const posts = store.collection<Stored>('posts');
  const tell = (id: string, { status, at }: Stored) => ({ id, url: `${base}/status/${id}`, status, created_at: at });

  const calls: Readonly<Record<string, (form: Readonly<Record<string, string>>) => Response>> = {
    'share.json': ({ status = '' }) => {
      if (characters(status) > 140) return fault(20012, 'text too long');
      const id = String(1001 + posts.entries().length);
      const post = { status, at: clock().toISOString(), deleted: false };
      posts.set(id, post);
      store.note('share', status);
      return Response.json(tell(id, post));
    },
    'destroy.json': ({ id = '' }) => {
      const post = posts.get(id);
      if (!post || post.deleted) return fault(20101, 'target status does not exist');
      posts.set(id, { ...post, deleted: true });
      store.note('destroy', id);
      return Response.json(tell(id, post));
    },
    'user_timeline.json': ({ page = '1' }) => {
      const isListed = ({ at, deleted }: Stored) => !deleted && Date.parse(at) + LISTED_AFTER_MS <= clock().getTime();
      const listed = posts.entries().filter(([, post]) => isListed(post));
      const from = (Number(page) - 1) * PAGE;
      const statuses = listed.toReversed().slice(from, from + PAGE);
      return Response.json({ statuses: statuses.map(([id, post]) => tell(id, post)) });
    },
  };

  const app = new Hono().basePath(new URL(base).pathname);
  app.post('/2/statuses/:call', async (c) => {
    const { access_token: token, ...form } = Object.fromEntries(new URLSearchParams(await c.req.text()));
    if (token !== TOKEN) return fault(21327, 'expired token');
    return calls[c.req.param('call')]?.(form) ?? fault(10020, 'no such interface');
  });
  app.get('/status/:id', (c) => {
    const post = posts.get(c.req.param('id'));
    return post && !post.deleted ? c.html(page(post)) : c.text('该内容已被作者删除', 404);
  });
  return {
    fetch: (request) => app.fetch(request),
    settings: { apiUrl: base, accessToken: TOKEN, origin: new URL(callbackUrl).origin },
    effects: store.effects,
    tick: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
};
