import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, type Run } from '../support/run-service.ts';

const POLICY = fileURLToPath(new URL('../fixtures/word/mingzhengban-2020-34.docx', import.meta.url));

let folder: string;
let service: Run;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yigao-audit-'));
  service = run('start', ['--port', '0', '--data', join(folder, 'data')]);
  await service.printed('全部一致');
});
afterAll(async () => {
  await service.signal('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const yigao = async (...args: string[]): Promise<{ code: number | null; output: string }> => {
  const command = run('yigao', args);
  return { code: await command.ended, output: command.output() };
};
const onService = (...args: string[]) => yigao(...args, '--data', join(folder, 'data'));
const jsonOf = ({ output }: { output: string }) => JSON.parse(output.slice(output.indexOf('{')));

interface Named {
  readonly item: string;
  readonly channel: string;
  readonly kind: string;
}
const byName = (a: Named, b: Named): number => JSON.stringify(a).localeCompare(JSON.stringify(b));

describe.sequential('the demo county under audit', () => {
  it('is found 一致 by itself after the start, copy by copy', async () => {
    const { code, output } = await onService('audit', '--all');
    expect(output).toMatch(/巡检 23 份公开副本、7 个站点页面：全部一致/);
    expect(code).toBe(0);
  });

  it('stands within every rule of an inspection, as far as it can be measured', async () => {
    const told = await onService('rules', '--json');
    expect(told.code).toBe(0);
    const { standings, byHand } = jsonOf(told);
    expect(new Set(standings.map(({ level }: { level: string | null }) => level))).toEqual(new Set([null]));
    expect(new Set(standings.map(({ channel }: { channel: string }) => channel))).toEqual(
      new Set(['portal', 'wechat']),
    );
    expect(byHand.length).toBeGreaterThan(15);
  });

  it('names every copy that was tampered with, and nothing else', async () => {
    const { tampered } = jsonOf(await onService('demo', 'tamper', '--json'));
    const kinds = tampered.map(({ expects }: { expects: string }) => expects);
    expect(kinds.toSorted().join(' ')).toBe(
      'date-changed differs differs differs listed-wrong listed-wrong missing missing outdated stale stale',
    );
    const audited = await onService('audit', '--all', '--json');
    const { findings } = jsonOf(audited);
    const found = findings.map(({ item, channel, kind }: Named) => ({ item, channel, kind }));
    const done = tampered.map(({ item, channel, expects }: Named & { expects: string }) => ({
      item,
      channel,
      kind: expects,
    }));
    expect(found.toSorted(byName)).toEqual(done.toSorted(byName));
    expect(audited.code).toBe(1);
  });

  it('says so in a table, and of one item only what is its own', async () => {
    const { code, output } = await onService('audit');
    expect(code).toBe(1);
    expect(output).toMatch(/严重 .*待处理 .*数字改动：应为“.*”，现为“.*”/);
    const one = jsonOf(await onService('audit', 'demo-policy-34', '--json'));
    expect(new Set(one.findings.map(({ itemTitle }: { itemTitle: string }) => itemTitle)).size).toBe(1);
  });
});

describe('audit URL --against FILE', () => {
  let server: Server;
  let origin: string;
  const pages = new Map<string, string>();
  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      const page = pages.get(url);
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page ?? 'not found');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const TEXT = ['关于停水的通知', '因管网检修，11月25日8时至18时城区部分路段停水。', '咨询电话：0598-2812345。'];
  const page = (lines: readonly string[]): string =>
    `<html><head><title>x</title></head><body><nav>首页 | 公开</nav><h1>${lines[0]}</h1>${lines
      .slice(1)
      .map((line) => `<p>${line}</p>`)
      .join('')}<footer>版权所有</footer></body></html>`;

  it('needs no service, no database and no channel', async () => {
    const file = join(folder, 'notice.txt');
    writeFileSync(file, TEXT.join('\n'));
    pages.set('/same', page(TEXT));
    pages.set('/other', page(TEXT.map((line) => line.replace('18时', '19时'))));
    expect(await yigao('audit', `${origin}/same`, '--against', file)).toMatchObject({ code: 0 });
    const other = await yigao('audit', `${origin}/other`, '--against', file, '--json');
    expect(other.code).toBe(1);
    expect(jsonOf(other)).toMatchObject({
      verdict: 'differs',
      differences: [{ kind: 'changed', severity: 'critical' }],
    });
    expect(await yigao('audit', `${origin}/nowhere`, '--against', file)).toMatchObject({
      code: 1,
      output: expect.stringContaining('缺失'),
    });
  });

  it('reads the Word file of a real document', async () => {
    pages.set('/empty', page(['别的文章', '与此无关的文字。']));
    const { code, output } = await yigao('audit', `${origin}/empty`, '--against', POLICY, '--json');
    expect(code).toBe(1);
    expect(jsonOf({ output }).verdict).toBe('differs');
  });
});
