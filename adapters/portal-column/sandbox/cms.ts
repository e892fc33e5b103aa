import { Hono, type Context } from 'hono';
import type { Sandbox, SandboxOptions } from '../../contract.ts';
import { createSandboxStore, type SandboxStore } from '../../kit/sandbox-store.ts';
import { articlePage, listPage, missingPage, noticePage } from './cms-pages.ts';
import { documentSchema, withdrawnSchema, type Article, type StoredFile } from './cms-schema.ts';
import { findForgery } from './verify.ts';

const KEY_ID = 'yigao-sandbox';
const SECRET = 'sandbox-secret-0123456789-abcdefghij';

interface Env {
  readonly Variables: { body: Uint8Array<ArrayBuffer> };
}
type App = Hono<Env>;
type Call = Context<Env>;

const openShelf = (store: SandboxStore) => ({
  articles: store.collection<Article>('articles'),
  files: store.collection<StoredFile>('files'),
  nonces: store.collection<number>('nonces'),
  note: store.note,
});
type Shelf = ReturnType<typeof openShelf>;

const live = ({ articles }: Shelf): Article[] =>
  articles.entries().flatMap(([, article]) => (article.withdrawn === null ? [article] : []));

const stateOf = (base: string, { version, document: { item, revision, path }, withdrawn }: Article) => ({
  item,
  state: withdrawn ? 'withdrawn' : 'live',
  revision,
  version,
  path,
  url: `${base}/${path}`,
});

/** RFC 9110 section 13: whether the caller saw what is there now. */
const hasSeen = (c: Call, article: Article | undefined): boolean =>
  article ? c.req.header('if-match') === `"${article.version}"` : c.req.header('if-none-match') === '*';

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
};

const put = (c: Call, shelf: Shelf, base: string): Response => {
  const parsed = documentSchema.safeParse(parse(c.get('body')));
  if (!parsed.success || parsed.data.item !== c.req.param('item')) return c.json({ error: '内容不符合约定' }, 422);
  const document = parsed.data;
  const missing = document.files.filter((file) => !shelf.files.get(file));
  if (missing.length > 0) return c.json({ error: `缺少文件：${missing.join('、')}` }, 422);
  const old = shelf.articles.get(document.item);
  if (old && !old.withdrawn && old.document.revision === document.revision) return c.json(stateOf(base, old));
  if (old && old.document.revision > document.revision)
    return c.json({ error: `已有第 ${old.document.revision} 版` }, 409);
  if (!hasSeen(c, old)) return c.json({ error: `现为 ${old?.version ?? '无'}` }, 412);
  const path = old?.document.path ?? document.path;
  const article = { version: (old?.version ?? 0) + 1, document: { ...document, path }, withdrawn: null };
  shelf.note(old && !old.withdrawn ? 'update' : 'publish', `${document.item}@${document.revision}#${article.version}`);
  shelf.articles.set(document.item, article);
  return c.json(stateOf(base, article), old ? 200 : 201);
};

const remove = (c: Call, shelf: Shelf, base: string): Response => {
  const old = shelf.articles.get(c.req.param('item') ?? '');
  const withdrawn = withdrawnSchema.safeParse(parse(c.get('body')));
  if (!old) return c.json({ error: '没有这篇文章' }, 404);
  if (old.withdrawn) return c.json(stateOf(base, old));
  if (!withdrawn.success) return c.json({ error: '内容不符合约定' }, 422);
  if (!hasSeen(c, old)) return c.json({ error: `现为 ${old.version}` }, 412);
  const article = { ...old, version: old.version + 1, withdrawn: withdrawn.data };
  shelf.note('withdraw', `${old.document.item}@${old.document.revision}#${article.version}`);
  shelf.articles.set(old.document.item, article);
  return c.json(stateOf(base, article));
};

const putFile = (c: Call, { files, note }: Shelf): Response => {
  const name = c.req.param('file') ?? '';
  if (files.get(name)) return c.body(null, 204);
  note('file', name);
  files.set(name, {
    type: c.req.header('content-type') ?? '',
    base64: Buffer.from(c.get('body')).toString('base64'),
  });
  return c.body(null, 201);
};

/** The interface of the contract: nothing of it answers without a signature. */
const addInterface = (app: App, shelf: Shelf, { base, clock }: SandboxOptions): void => {
  app.use('/api/*', async (c, next) => {
    c.set('body', new Uint8Array(await c.req.arrayBuffer()));
    const verifier = { keyId: KEY_ID, secret: SECRET, clock, nonces: shelf.nonces };
    const forgery = findForgery(c.req.raw, c.get('body'), verifier);
    if (forgery !== null) return c.json({ error: forgery }, 401);
    return next();
  });
  app.get('/api/articles/:item', (c) => {
    const article = shelf.articles.get(c.req.param('item'));
    return article ? c.json(stateOf(base, article)) : c.json({ error: '没有这篇文章' }, 404);
  });
  app.put('/api/articles/:item', (c) => put(c, shelf, base));
  app.delete('/api/articles/:item', (c) => remove(c, shelf, base));
  app.get('/api/files/:file', (c) => c.body(null, shelf.files.get(c.req.param('file')) ? 204 : 404));
  app.put('/api/files/:file', (c) => putFile(c, shelf));
  app.all('/api/*', (c) => c.json({ error: '没有这个接口' }, 404));
};

/** What readers see. A file that no live article shows is not served. */
const addSite = (app: App, shelf: Shelf, root: string): void => {
  const missing = missingPage(root);
  app.get('/', (c) => c.html(listPage(live(shelf).toReversed())));
  app.get('/index.html', (c) => c.html(listPage(live(shelf).toReversed())));
  app.get('/assets/:file', (c) => {
    const name = c.req.param('file');
    const file = live(shelf).some(({ document }) => document.files.includes(name)) ? shelf.files.get(name) : undefined;
    if (!file) return c.html(missing, 404);
    const headers = { 'content-type': file.type, 'x-content-type-options': 'nosniff' };
    return c.body(Uint8Array.from(Buffer.from(file.base64, 'base64')), 200, headers);
  });
  app.get('/:column/:month/:page', (c) => {
    const { column, month, page } = c.req.param();
    const path = `${column}/${month}/${page}`;
    const article = shelf.articles.entries().find(([, { document }]) => document.path === path)?.[1];
    if (!article) return c.html(missing, 404);
    if (!article.withdrawn) return c.html(articlePage(article.document));
    const next = shelf.articles.get(article.withdrawn.replacedBy ?? '');
    return c.html(noticePage(article.withdrawn, next && !next.withdrawn ? next : null), 410);
  });
  app.notFound((c) => c.html(missing, 404));
};

/** A content management system that keeps the contract of the README: takes what is signed, and shows it. */
export const createCmsSandbox = (options: SandboxOptions): Sandbox => {
  const store = createSandboxStore(options.folder);
  const shelf = openShelf(store);
  const root = new URL(options.base).pathname.replace(/\/+$/, '');
  const app: App = new Hono<Env>({ strict: false }).basePath(root);
  addInterface(app, shelf, options);
  addSite(app, shelf, root);
  return {
    fetch: (request) => app.fetch(request),
    settings: {
      transport: 'cms',
      cmsUrl: `${options.base}/api`,
      cmsKeyId: KEY_ID,
      cmsSecret: SECRET,
      baseUrl: options.base,
      siteIdCode: '0000000000',
    },
    effects: store.effects,
    tick: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
};
