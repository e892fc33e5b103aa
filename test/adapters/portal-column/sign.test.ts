import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentDigest, signComponents, signRequest } from '../../../adapters/portal-column/cms/sign.ts';
import { openCms } from './cms.ts';
import { BASE, manuscriptOf, NOW } from './portal.ts';

describe('the signature', () => {
  it('is that of the example in RFC 9421, B.2.5', () => {
    const secret = 'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==';
    const components = [
      ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
      ['@authority', 'example.com'],
      ['content-type', 'application/json'],
    ] as const;
    const parameters = ';created=1618884473;keyid="test-shared-secret"';
    expect(signComponents(components, parameters, Buffer.from(secret, 'base64'))).toEqual({
      input: '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
      signature: 'pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=',
    });
  });

  it('digests a body as the example in RFC 9530 does', () => {
    expect(contentDigest(Buffer.from('{"hello": "world"}\n'))).toBe(
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    );
  });

  it('is the one that the README shows to implementers', () => {
    const request = {
      method: 'PUT',
      url: new URL('https://cms.example.cn/api/articles/42'),
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
      body: Buffer.from('{}'),
    };
    const key = { id: 'yigao', secret: '0123456789abcdef0123456789abcdef' };
    const signed = signRequest(request, key, { at: new Date('2026-11-24T00:00:00Z'), nonce: 'a-nonce-of-its-own' });
    const readme = readFileSync(new URL('../../../adapters/portal-column/README.md', import.meta.url), 'utf8');
    for (const [name, value] of Object.entries(signed)) expect(readme).toContain(`\n${name}: ${value}\n`);
  });
});

describe('a CMS that keeps the contract', () => {
  /** The PUT of a publication, as it went over the wire. */
  const overheard = async () => {
    const cms = openCms();
    await cms.publish(manuscriptOf());
    const put = cms.requests.find(({ method }) => method === 'PUT');
    if (!put) throw new Error('no PUT');
    return { cms, put, body: await put.clone().text() };
  };
  const altered = (put: Request, body: string, headers: Readonly<Record<string, string>>, url = put.url) => {
    const all = new Headers(put.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return new Request(url, { method: put.method, headers: all, body });
  };

  it('takes a signed request once: whoever sends it again is refused', async () => {
    const { cms, put } = await overheard();
    const again = await cms.send(put);
    expect([again.status, await again.json()]).toEqual([401, { error: '随机数过短或已用过' }]);
    expect(cms.effects()).toEqual(['publish item-1@1#1']);
  });

  it.each([
    ['another body', (put: Request, body: string) => altered(put, body.replace('停水', '停电'), {})],
    [
      'another body and its digest',
      (put: Request) => altered(put, '{}', { 'content-digest': contentDigest(Buffer.from('{}')) }),
    ],
    ['another version', (put: Request, body: string) => altered(put, body, { 'if-none-match': '"7"' })],
    ['another article', (put: Request, body: string) => altered(put, body, {}, `${BASE}/api/articles/other`)],
    ['a query', (put: Request, body: string) => altered(put, body, {}, `${put.url}?force=1`)],
    ['no signature', (put: Request, body: string) => altered(put, body, { signature: '' })],
    ['a part not signed', (put: Request, body: string) => altered(put, body, { 'if-match': '"1"' })],
  ])('refuses a request with %s', async (_, change) => {
    const { cms, put, body } = await overheard();
    expect((await cms.send(change(put, body))).status).toBe(401);
    expect(cms.effects().length).toBe(1);
  });

  it.each([-301, 301])('refuses a signature whose time is off by %i seconds', async (seconds) => {
    const cms = openCms(() => new Date(NOW.getTime() + seconds * 1000));
    await expect(cms.publish(manuscriptOf())).rejects.toMatchObject({ fault: 'signed-out' });
  });

  it('answers nobody without a signature', async () => {
    const { cms } = await overheard();
    for (const path of ['articles/item-1', 'files/x', '']) expect((await cms.page(`${BASE}/api/${path}`))[0]).toBe(401);
  });
});
