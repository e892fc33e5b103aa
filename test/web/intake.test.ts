import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvals, catalogEntries, deliveries, events, items, outbox, revisions } from '../../db/schema/index.ts';
import { ISSUES } from '../../src/core/issues.ts';
import { EXAMPLES } from '../../src/web/examples.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { buildGuideContent, buildRequest } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const send = (body: unknown) => app.call('POST', '/api/items', { body });
const everything = async () =>
  Promise.all([items, revisions, approvals, deliveries, outbox, events].map((table) => app.ctx.db.$count(table)));

describe('POST /api/items', () => {
  it('answers 202 with the address under which everything is told', async () => {
    const response = await send(buildRequest());
    expect(response.status).toBe(202);
    const received = await response.json();
    expect(response.headers.get('location')).toBe(received.url);
    const told = await app.call('GET', new URL(received.url).pathname);
    expect(await told.json()).toMatchObject({ id: received.id, hash: received.hash, revision: 1 });
  });

  it('makes one item of 50 parallel repeats', async () => {
    const request = buildRequest();
    const before = await everything();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(request)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(1);
    expect(bodies.filter(({ created }) => created)).toHaveLength(1);
    const grown = (await everything()).map((many, index) => many - (before[index] ?? 0));
    expect(grown).toEqual([1, 1, 1, 1, 1, 2]);
  });

  it('lets one of 20 parallel different contents through, and tells the others what stands there', async () => {
    const { externalId } = buildRequest();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => send(buildRequest({ externalId, title: `关于第${n}号通知` }))),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it('takes other content only as a correction of the newest revision', async () => {
    const request = buildRequest();
    const first = await (await send(request)).json();
    const changed = { ...request, title: '关于城区部分路段停水时间调整的通知' };
    expect((await send(changed)).status).toBe(409);
    expect((await send({ ...changed, previous: 'a'.repeat(64) })).status).toBe(409);
    const second = await send({ ...changed, previous: first.hash });
    expect(second.status).toBe(202);
    expect(await second.json()).toMatchObject({ id: first.id, revision: 2, created: true });
    const again = await send({ ...changed, previous: first.hash });
    expect(await again.json()).toMatchObject({ id: first.id, revision: 2, created: false });
  });

  it('files an item under the 目录事项 it names, known ones only, and keeps it through corrections', async () => {
    const entry = { name: '救助标准', columnId: 'tzgg', timeLimit: '及时公开', since: '2026-01-01' };
    await app.ctx.db.insert(catalogEntries).values([
      { ...entry, id: 'GK-01' },
      { ...entry, id: 'GK-02' },
    ]);
    const known = await (await app.call('GET', '/api/catalog')).json();
    expect(known.catalog).toContainEqual({ ...entry, id: 'GK-01' });
    const unknown = await send(buildRequest({ catalogEntry: 'GK-99' }));
    expect(unknown.status).toBe(422);
    expect((await unknown.json()).error.issues).toMatchObject([
      { field: 'catalogEntry', code: 'unknown-catalog-entry', message: expect.stringContaining('GK-99') },
    ]);
    const request = buildRequest({ catalogEntry: 'GK-01' });
    const first = await (await send(request)).json();
    const filed = async () => (await (await app.call('GET', `/api/items/${first.id}`)).json()).catalogEntry;
    expect(await filed()).toBe('GK-01');
    const corrected = { ...request, title: '关于停水时间调整的通知', previous: first.hash, catalogEntry: undefined };
    expect(await (await send(corrected)).json()).toMatchObject({ revision: 2 });
    expect(await filed()).toBe('GK-01');
    const again = { ...corrected, catalogEntry: 'GK-02' };
    expect(await (await send(again)).json()).toMatchObject({ revision: 2, created: false });
    expect(await filed()).toBe('GK-02');
    expect((await send({ ...again, catalogEntry: 'GK-99' })).status).toBe(422);
    await send({ ...again, catalogEntry: null });
    expect(await filed()).toBeNull();
  });

  it('lists every issue at once, in Chinese, and changes nothing', async () => {
    const before = await everything();
    const response = await send({
      ...buildRequest({ approvals: [{ stage: '签发', name: '张 三', at: '2026-11-20T09:00:00+08:00' }] }),
      unit: 'nobody',
      column: 'nowhere',
      title: '坏\u0000标题',
      disclosure: { kind: '不予公开' },
      colour: 'red',
      attachments: [{ asset: 'b'.repeat(64), name: '附件1.pdf' }],
    });
    expect(response.status).toBe(422);
    const { error } = await response.json();
    const found = Object.fromEntries(error.issues.map(({ code, field }: Record<string, string>) => [code, field]));
    expect(found).toMatchObject({
      'unknown-unit': 'unit',
      'unknown-column': 'column',
      'control-character': 'title',
      'not-public': 'disclosure.kind',
      'no-reason': 'disclosure.reason',
      'unknown-field': 'colour',
      'unknown-asset': 'attachments[0].asset',
      'approval-by-author': 'approvals[0]',
    });
    for (const { message } of error.issues) expect(message).toMatch(/\p{Script=Han}/u);
    expect(await everything()).toEqual(before);
  });

  it('counts no approval on another content', async () => {
    const approval = { stage: '签发', name: '李四', at: '2026-11-20T09:00:00+08:00' };
    const request = buildRequest();
    const preview = await app.call('POST', '/api/items/preview', { body: { ...request, approvals: [] } });
    const { hash } = await preview.json();
    const other = { ...request, title: '另一个标题', approvals: [{ ...approval, hash }] };
    const refused = await send(other);
    expect((await refused.json()).error.issues).toMatchObject([
      { code: 'approval-other-hash' },
      { code: 'approval-missing' },
    ]);
    expect((await send({ ...request, approvals: [{ ...approval, hash }] })).status).toBe(202);
  });

  it('takes a guide with its structured fields, and no guide without', async () => {
    expect((await send(buildRequest(buildGuideContent()))).status).toBe(202);
    const { guide: _guide, ...bare } = buildRequest(buildGuideContent());
    expect((await send(bare)).status).toBe(422);
  });

  it('takes a package of guides that are there, and names those that are not', async () => {
    const member = buildRequest(buildGuideContent());
    await send(member);
    const packageOf = (...guides: readonly string[]) => {
      const members = guides.map((guide, index) => ({ name: `事项${index}`, agency: '明溪县民政局', guide }));
      return buildRequest(buildGuideContent({ package: { scenario: '军人退役', members } }));
    };
    const refused = await send(packageOf(member.externalId, 'nowhere'));
    expect(refused.status).toBe(422);
    expect((await refused.json()).error.issues).toMatchObject([
      { code: 'member-unknown', field: 'guide.package.members', message: expect.stringContaining('“nowhere”') },
    ]);
    const taken = await send(packageOf(member.externalId, member.externalId));
    expect(taken.status).toBe(202);
  });

  it.each(Object.entries(EXAMPLES))('takes its own documented example: %s', async (_name, { value }) => {
    expect((await send(value)).status).toBe(202);
  });
});

describe('hostile input', () => {
  const json = { 'content-type': 'application/json' };
  const bodies: readonly (readonly [name: string, bytes: BodyInit, headers: Record<string, string>, status: number])[] =
    [
      ['nothing', '', json, 400],
      ['half a JSON', '{"title": ', json, 400],
      ['a key twice', '{"title": "a", "title": "b"}', json, 400],
      ['a key of the language', '{"__proto__": {"admin": true}}', json, 400],
      ['a deep nest', '['.repeat(100_000), json, 400],
      ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), json, 400],
      ['another type', 'title=a', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
      ['no type', '{}', {}, 415],
      ['a packed body', '{}', { ...json, 'content-encoding': 'gzip' }, 415],
      ['a number', '1', json, 422],
      ['null', 'null', json, 422],
      ['six megabytes', `"${'x'.repeat(6 * 1024 * 1024)}"`, json, 413],
    ];

  it.each(bodies)('answers %s with a 4xx and words', async (_name, bytes, headers, status) => {
    const response = await app.call('POST', '/api/items', { bytes, headers });
    expect(response.status).toBe(status);
    expect((await response.json()).error.message).toMatch(/\p{Script=Han}/u);
  });

  it.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+23:59', '9999-12-31T23:59:59Z', '2026-11-25T09:00:00'])(
    'refuses %s as a time to publish or to have approved',
    async (at) => {
      const before = await everything();
      const scheduled = await send(buildRequest({ publishAt: at }));
      expect(scheduled.status).toBe(422);
      expect((await scheduled.json()).error.issues).toMatchObject([{ field: 'publishAt' }]);
      const approved = await send(buildRequest({ approvals: [{ stage: '签发', name: '李四', at }] }));
      expect(approved.status).toBe(422);
      expect(await everything()).toEqual(before);
    },
  );

  it('takes no other request on a connection whose body it did not read', async () => {
    const response = await app.call('POST', '/api/items', { bytes: 'x'.repeat(6 * 1024 * 1024), headers: json });
    expect(response.headers.get('connection')).toBe('close');
  });

  it('never answers 5xx, and every issue is of the closed list, whatever JSON is sent', async () => {
    const valid = buildRequest(buildGuideContent());
    const mangled = fc
      .tuple(fc.constantFrom(...Object.keys(valid), 'approvals', 'guide'), fc.jsonValue())
      .map(([field, value]) => ({ ...valid, [field]: value }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), mangled), async (body) => {
        const response = await send(body === undefined ? null : body);
        expect([202, 400, 403, 409, 422]).toContain(response.status);
        const answer = await response.json();
        for (const { code } of answer.error?.issues ?? []) expect(code in ISSUES).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('keys', () => {
  it('refuses a call without a key, with a wrong key, without the scope, for another unit', async () => {
    const body = buildRequest();
    expect((await app.call('POST', '/api/items', { body, key: null })).status).toBe(401);
    expect((await app.call('POST', '/api/items', { body, key: `yg_${'a'.repeat(43)}` })).status).toBe(401);
    const reader = await app.keyFor(['items:read']);
    expect((await app.call('POST', '/api/items', { body, key: reader })).status).toBe(403);
    const civil = await app.keyFor(['items:write'], ['xmzj']);
    expect((await app.call('POST', '/api/items', { body, key: civil })).status).toBe(403);
  });
});

describe('assets', () => {
  it('names bytes by their hash, once, and tells their kind from the bytes', async () => {
    const bytes = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
    const first = await app.call('POST', '/api/assets?name=a.html', { bytes });
    expect(first.status).toBe(201);
    const asset = await first.json();
    expect(asset).toMatchObject({ mime: 'application/pdf', bytes: bytes.length });
    expect(await (await app.call('POST', '/api/assets', { bytes })).json()).toEqual(asset);
    expect((await app.call('POST', '/api/assets', { bytes: '<script>' })).status).toBe(415);
  });
});
