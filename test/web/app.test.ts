import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../support/app.ts';
import { buildRequest } from '../support/factories.ts';

let app: TestApp;
let demo: TestApp;
beforeAll(async () => {
  [app, demo] = await Promise.all([openApp(), openApp({ demo: true })]);
});
afterAll(async () => {
  await app.close();
  await demo.close();
});

describe('/openapi.json', () => {
  it('describes every route of the API, in 3.1, with schemas that are JSON Schema', async () => {
    const document = await (await app.call('GET', '/openapi.json', { key: null })).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/assets',
      '/api/audits',
      '/api/catalog',
      '/api/channels',
      '/api/columns',
      '/api/findings',
      '/api/findings/{id}',
      '/api/findings/{id}/accept',
      '/api/findings/{id}/reassign',
      '/api/findings/{id}/release',
      '/api/findings/{id}/repush',
      '/api/items',
      '/api/items/preview',
      '/api/items/{id}',
      '/api/items/{id}/resolve',
      '/api/items/{id}/retry',
      '/api/items/{id}/withdraw',
      '/api/log/verify',
      '/api/reach/imports',
      '/api/reports',
      '/api/reports/{kind}/{period}',
      '/api/reports/{kind}/{period}/entries',
      '/api/reports/{kind}/{period}/file',
      '/api/reports/{kind}/{period}/issue',
      '/api/rules',
      '/api/snapshots/{hash}',
      '/api/units',
    ]);
    const ajv = new Ajv2020({ strict: false });
    for (const schema of Object.values<object>(document.components.schemas)) {
      expect(ajv.validateSchema(schema)).toBe(true);
    }
  });

  it('holds for what is answered', async () => {
    const document = await (await app.call('GET', '/openapi.json')).json();
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'api');
    const { id } = await (await app.call('POST', '/api/items', { body: buildRequest() })).json();
    const item = await (await app.call('GET', `/api/items/${id}`)).json();
    const validate = ajv.compile({ $ref: 'api#/components/schemas/Item' });
    validate(item);
    expect(validate.errors).toBeNull();
  });
});

describe('pages for people', () => {
  it('shows every item × channel to anybody in the demo, with its texts escaped', async () => {
    await demo.call('POST', '/api/items', { body: buildRequest({ title: '<b>标题</b>通知' }) });
    const page = await (await demo.call('GET', '/', { key: null })).text();
    expect(page).toContain('&lt;b&gt;标题&lt;/b&gt;通知');
    expect(page).toContain('待发布');
    const [, path = ''] = /href="(\/items\/[0-9a-f-]+)"/.exec(page) ?? [];
    expect(await (await demo.call('GET', path, { key: null })).text()).toContain('李四');
  });

  it('asks for a key outside the demo, as a browser asks for a password', async () => {
    const closed = await app.call('GET', '/', { key: null, headers: { accept: 'text/html' } });
    expect(closed.status).toBe(401);
    expect(closed.headers.get('www-authenticate')).toMatch(/^Basic/);
    const authorization = `Basic ${Buffer.from(`x:${app.key}`).toString('base64')}`;
    expect((await app.call('GET', '/', { key: null, headers: { authorization } })).status).toBe(200);
  });

  it('says in Chinese that an address does not exist, as a page to people and as JSON to programs', async () => {
    const page = await app.call('GET', '/nowhere', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('<html lang="zh-CN">');
    const json = await app.call('GET', '/api/nowhere', { headers: { accept: 'text/html' } });
    expect((await json.json()).error.code).toBe('not-found');
  });

  it('lets the browser run nothing but what is served here', async () => {
    const { headers } = await demo.call('GET', '/', { key: null });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves the API’s description without loading anything from elsewhere', async () => {
    const page = await (await app.call('GET', '/docs', { key: null })).text();
    const parts = Array.from(page.matchAll(/(?:src|href)="(\/[^"]+)"/g), ([, address = '']) => address);
    expect(parts).toHaveLength(3);
    for (const part of parts) expect((await app.call('GET', part, { key: null })).status).toBe(200);
  });
});

describe('health', () => {
  it('lives, and is ready while its database answers', async () => {
    expect((await app.call('GET', '/healthz', { key: null })).status).toBe(200);
    expect((await app.call('GET', '/readyz', { key: null })).status).toBe(200);
  });
});
