import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leanFetch } from '../../jobs/http.ts';

let server: Server;
let base = '';

const STATUSES: Readonly<Record<string, number>> = { '/moved': 302, '/nothing': 204, '/no': 503 };

/** Answers what it was told; `/moved` sends on, `/silent` says nothing. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const status = STATUSES[url ?? ''] ?? 200;
      if (url === '/silent') return;
      response.writeHead(status, { location: '/', 'content-type': 'application/json', 'x-two': ['1', '2'] });
      response.end(
        status === 204
          ? ''
          : JSON.stringify({ method, type: headers['content-type'], body: Buffer.concat(chunks).toString() }),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const look = async (response: Response) => ({
  status: response.status,
  ok: response.ok,
  type: response.headers.get('content-type'),
  two: response.headers.get('x-two'),
  clone: await response.clone().text(),
  text: await response.text(),
});

describe('a call to an API', () => {
  it.each([
    ['/', { method: 'POST', body: '正文' }],
    ['/', { method: 'PUT', body: '{}', headers: { 'Content-Type': 'application/json' } }],
    ['/no', { method: 'POST', body: '{}', headers: new Headers({ 'content-type': 'application/json' }) }],
    ['/nothing', { method: 'DELETE', body: '' }],
  ])('answers what fetch would answer: %s %j', async (path, init) => {
    const [ours, theirs] = await Promise.all([leanFetch(`${base}${path}`, init), fetch(`${base}${path}`, init)]);
    expect(await look(ours)).toEqual(await look(theirs));
  });

  it('can be read as JSON, as bytes, as a stream, or not at all', async () => {
    const post = () => leanFetch(new URL(base), { method: 'POST', body: 'x' });
    expect(await (await post()).json()).toMatchObject({ method: 'POST', body: 'x' });
    const bytes = new Uint8Array(await (await post()).arrayBuffer());
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await post()).body ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(Buffer.from(bytes));
    await (await post()).body?.cancel();
  });

  it('is not sent on to another address, a look is', async () => {
    expect((await leanFetch(`${base}/moved`, { method: 'POST', body: 'x' })).status).toBe(302);
    expect((await leanFetch(`${base}/moved`)).status).toBe(200);
  });

  it('sends a form as fetch does', async () => {
    const form = new FormData();
    form.set('media', new Blob(['x']), 'x.png');
    expect(await (await leanFetch(base, { method: 'POST', body: form })).json()).toMatchObject({
      type: expect.stringContaining('multipart/form-data; boundary=') as string,
    });
  });

  it('fails as fetch fails: a TypeError with its cause, or the reason of the signal', async () => {
    const nobody = leanFetch('http://127.0.0.1:9', { method: 'POST', body: 'x' });
    await expect(nobody).rejects.toThrow(TypeError);
    await expect(nobody).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    const reason = new Error('lost');
    const control = new AbortController();
    const silent = leanFetch(`${base}/silent`, { method: 'POST', body: 'x', signal: control.signal });
    control.abort(reason);
    await expect(silent).rejects.toBe(reason);
    await expect(leanFetch(base, { method: 'POST', body: 'x', signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  });
});
