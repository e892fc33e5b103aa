import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../support/app.ts';
import { REPORT_CHANNELS } from '../support/report-county.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp({ channels: REPORT_CHANNELS });
});
afterAll(() => app.close());

const PATH = '/api/reports/annual/2025';
const json = async (response: Promise<Response>) => {
  const answer = await response;
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
};

describe('/api/reports', () => {
  it('reads, fills in and issues a report, and hands out its files', async () => {
    expect((await json(app.call('GET', '/api/reports'))).body).toMatchObject({ issued: [] });
    expect(await json(app.call('POST', `${PATH}/entries`, { body: { values: { users: '7' } } }))).toEqual({
      status: 200,
      body: { changed: 1 },
    });
    const { body } = await json(app.call('GET', PATH));
    const issued = await json(app.call('POST', `${PATH}/issue`, { body: { hash: body['hash'] } }));
    expect(issued).toMatchObject({ status: 200, body: { number: 1, hash: body['hash'], by: '送稿系统' } });
    expect((await json(app.call('GET', '/api/reports'))).body).toMatchObject({
      issued: [{ period: '2025', number: 1 }],
    });
    const file = await app.call('GET', `${PATH}/file?as=docx&edition=1`);
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  it('answers bad input with every issue, and nothing with a 5xx', async () => {
    const wrong = await json(app.call('POST', `${PATH}/entries`, { body: { values: { users: 'x', nobody: '1' } } }));
    expect(wrong).toMatchObject({ status: 422, body: { error: { code: 'invalid' } } });
    expect((wrong.body as unknown as { error: { issues: unknown[] } }).error.issues).toHaveLength(2);
    for (const [method, path, body, status] of [
      ['GET', '/api/reports/annual/2199', undefined, 404],
      ['GET', '/api/reports/annual/%00', undefined, 404],
      ['GET', `${PATH}/file?as=pdf`, undefined, 422],
      ['POST', `${PATH}/issue`, { hash: 'old' }, 409],
      ['POST', `${PATH}/entries`, { values: { users: 7 } }, 422],
    ] as const)
      expect([path, (await app.call(method, path, { body })).status]).toEqual([path, status]);
    const reader = await app.keyFor(['items:read']);
    expect((await app.call('GET', PATH, { key: reader })).status).toBe(403);
    const bound = await app.keyFor(['operate'], ['xmzj']);
    expect((await app.call('GET', PATH, { key: bound })).status).toBe(403);
    const body = { values: { users: '8' } };
    expect((await app.call('POST', `${PATH}/entries`, { key: bound, body })).status).toBe(403);
  });
});
