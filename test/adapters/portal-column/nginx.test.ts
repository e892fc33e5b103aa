import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveReceipt } from '../../../adapters/contract.ts';
import { locate } from '../../../adapters/portal-column/locate.ts';
import { render } from '../../../adapters/portal-column/render.ts';
import { freePort, NGINX, startNginx, type Nginx } from './nginx.ts';
import { FORM, manuscriptOf, openPortal, PICTURE, type Portal } from './portal.ts';

const REQUIRED = (process.env.YIGAO_REQUIRE ?? '').split(',').includes('nginx');
if (NGINX === null && !REQUIRED)
  process.stderr.write(
    '\n!! SKIPPED: no nginx on this machine; the portal is not served by a real web server here\n\n',
  );

const live = manuscriptOf(
  {
    body: `<p>正文<img src="asset:${PICTURE.id}" alt="图"></p>`,
    attachments: [{ asset: FORM.id, name: '附件.pdf' }],
  },
  { itemId: 'live' },
);
const gone = manuscriptOf({ title: '撤回的' }, { itemId: 'gone' });

describe.skipIf(NGINX === null && !REQUIRED)('the portal, served by nginx as the README says', () => {
  let portal: Portal;
  let nginx: Nginx;
  let liveReceipt: LiveReceipt;
  let goneReceipt: LiveReceipt;
  beforeAll(async () => {
    if (NGINX === null) throw new Error('YIGAO_REQUIRE names nginx, but there is none: apt-get install nginx-light');
    const port = await freePort();
    portal = await openPortal({ baseUrl: `http://127.0.0.1:${port}` });
    nginx = await startNginx(NGINX, port, portal.root);
    liveReceipt = await portal.publish(live);
    goneReceipt = await portal.publish(gone);
    await portal.withdraw(goneReceipt);
  });
  afterAll(async () => {
    await nginx?.close();
    await portal?.close();
  });
  const get = (path: string): Promise<Response> => fetch(`${nginx.origin}/${path}`);

  it.each([
    ['', 'text/html; charset=utf-8'],
    ['tzgg/', 'text/html; charset=utf-8'],
    ['units/xzfb/index.html', 'text/html; charset=utf-8'],
    ['assets/site.css', 'text/css'],
    ['assets/site.js', 'application/javascript; charset=utf-8'],
    ['assets/site.svg', 'image/svg+xml'],
    ['feed.xml', 'text/xml; charset=utf-8'],
    ['sitemap.xml', 'text/xml; charset=utf-8'],
    [`assets/${PICTURE.id.slice(0, 32)}.png`, 'image/png'],
    [`assets/${FORM.id.slice(0, 32)}.pdf`, 'application/pdf'],
  ])('has /%s as %s, which no browser guesses otherwise', async (path, type) => {
    const { status, headers } = await get(path);
    expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
      200,
      type,
      'nosniff',
    ]);
  });

  it.each(['nothing.html', 'tzgg/202611/0123456789abcdef.html', '.yigao/log.jsonl', '.yigao/', 'tzgg/.hidden'])(
    'answers 404 with a page that leads on for /%s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain(`${nginx.origin}/map.html`);
    },
  );

  it('answers 410 with the notice where an article was taken back, and hides the mark', async () => {
    const response = await get(goneReceipt.remoteId);
    expect([response.status, response.headers.get('content-type')]).toEqual([410, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('原因：内容有误');
    expect((await get(`${goneReceipt.remoteId}.gone`)).status).toBe(404);
  });

  it('packs what is text, and lets pages be asked for again and files be kept', async () => {
    for (const path of ['', 'assets/site.css', 'assets/site.svg', 'feed.xml'])
      expect((await get(path)).headers.get('content-encoding')).toBe('gzip');
    const cacheOf = async (path: string) => (await get(path)).headers.get('cache-control');
    expect(await cacheOf(liveReceipt.remoteId)).toBe('no-cache');
    expect(await cacheOf(goneReceipt.remoteId)).toBe('no-cache');
    expect(await cacheOf('assets/site.css')).toBe('no-cache');
    expect(await cacheOf(`assets/${PICTURE.id.slice(0, 32)}.png`)).toBe('public, max-age=31536000, immutable');
  });

  it('shows the audit what was rendered, and nothing where it was withdrawn', async () => {
    const io = portal.io({ fetch });
    expect(await locate(render(live), liveReceipt, io)).toMatchObject({ title: live.content.title, revision: 1 });
    expect(await locate(render(gone), goneReceipt, io)).toBeNull();
  });
});
