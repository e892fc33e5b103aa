import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoItems } from '../db/seed/index.ts';
import { run, type Run } from './support/run-service.ts';

let folder: string;
let dataDir: string;
let service: Run;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yigao-start-'));
  dataDir = join(folder, 'data');
  service = start();
  await service.printed('一稿已就绪');
});
afterAll(async () => {
  if (service.child.exitCode === null) await service.signal('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const start = (...more: string[]): Run => run('start', ['--port', '0', '--data', dataDir, ...more]);
const originOf = (started: Run): string => /一稿已就绪：(\S+?)\/\s/.exec(started.output())?.[1] ?? '';
const text = async (path: string): Promise<string> => (await fetch(`${originOf(service)}${path}`)).text();

describe('npm start', () => {
  it('publishes items of every type on the three channels, and prints where each is', () => {
    const output = service.output();
    for (const { title } of demoItems()) expect(output).toContain(title.slice(0, 10));
    expect(output).not.toMatch(/失败|待人工确认|等待重试/);
    const origin = originOf(service);
    for (const path of ['/portal/', '/sandbox/wechat/', '/sandbox/esanming/']) expect(output).toContain(origin + path);
  });

  it('prints an account of every role, with which one can sign in here', async () => {
    const output = service.output();
    const [, password = ''] = /演示账号（口令均为 (\S+)）/.exec(output) ?? [];
    for (const [name, role] of [
      ['bianji', '编辑'],
      ['shenhe', '审核'],
      ['xunjian', '巡检'],
      ['zhengfuban', '政府办'],
      ['guanli', '系统管理员'],
      ['shenji', '日志审计员'],
    ] as const)
      expect(output).toMatch(new RegExp(`${name}\\s+${role}`));
    const origin = originOf(service);
    const body = new URLSearchParams({ name: 'shenji', password });
    const signIn = { method: 'POST', body, headers: { origin }, redirect: 'manual' } as const;
    const answer = await fetch(`${origin}/console/sign-in`, signIn);
    expect([answer.status, answer.headers.getSetCookie().length]).toEqual([303, 1]);
  });

  it('serves what it printed: every address shows its title', async () => {
    const urls = Array.from(service.output().matchAll(/已发布\s+(http\S+)$/gm), ([, url = '']) => url);
    expect(urls.length).toBeGreaterThan(demoItems().length);
    for (const url of urls) expect((await fetch(url)).status).toBe(200);
  });

  it.each(['/', '/docs', '/openapi.json', '/portal/', '/sandbox/wechat/', '/sandbox/esanming/'])(
    'serves %s',
    async (path) => {
      expect((await fetch(originOf(service) + path)).status).toBe(200);
    },
  );

  it('says in one line that its data or its port is in use, and that a folder cannot be used', async () => {
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output().trim().split('\n').at(-1)).toMatch(/正被另一个服务使用/);
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const busy = run('start', ['--port', String(port), '--data', join(folder, 'other')]);
    expect(await busy.ended).toBe(1);
    expect(busy.output().trim()).toMatch(/^端口 \d+ 已被占用；.*--port/);
    taken.close();
    writeFileSync(join(folder, 'file'), '');
    const unusable = run('start', ['--port', '0', '--data', join(folder, 'file', 'x')]);
    expect(await unusable.ended).toBe(1);
    expect(unusable.output().trim()).toMatch(/^数据目录 .* 不可用：.*--data/);
  });

  it.each([
    ['an option it does not know', ['--prot', '1'], /^不认识或缺少取值的选项 --prot；.*--help/],
    ['an option without its value', ['--port'], /^不认识或缺少取值的选项 --port/],
    ['an address of another machine', ['--host', '192.0.2.1'], /^本机没有地址 192\.0\.2\.1；.*--host/],
  ])(
    'says in one line that it was given %s',
    async (_what, options, line) => {
      const refused = run('start', ['--data', join(folder, 'other'), '--port', '0', ...options]);
      expect(await refused.ended).toBe(1);
      expect(refused.output().trim().split('\n')).toHaveLength(1);
      expect(refused.output().trim()).toMatch(line);
    },
    120_000,
  );

  it('stops cleanly on Ctrl-C; a second start resumes, publishes nothing twice and moves its addresses along', async () => {
    const articles = async (): Promise<number> => (await text('/sandbox/wechat/')).match(/\/s\//g)?.length ?? 0;
    const before = await articles();
    expect(before).toBeGreaterThan(0);
    expect(await service.signal('SIGINT')).toBe(0);
    service = start();
    await service.printed('一稿已就绪');
    expect(service.output()).not.toMatch(/失败|待人工确认|待发布/);
    expect(await articles()).toBe(before);
    const urls = Array.from(service.output().matchAll(/已发布\s+(http\S+)$/gm), ([, url = '']) => url);
    for (const url of urls) expect((await fetch(url)).status).toBe(200);
  });
});
