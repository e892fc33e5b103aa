import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, type Run } from '../support/run-service.ts';

const POLICY = fileURLToPath(new URL('../fixtures/word/mingzhengban-2020-34.docx', import.meta.url));
const NUMBER = '明政办〔2020〕34号';

let folder: string;
let service: Run | null = null;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yigao-cli-'));
});
afterAll(async () => {
  await service?.signal('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const yigao = async (...args: string[]): Promise<{ code: number | null; output: string }> => {
  const command = run('yigao', [...args, '--data', join(folder, 'data')]);
  return { code: await command.ended, output: command.output() };
};
/** Standard error holds nothing but the line about root, which comes before the JSON. */
const json = async (...args: string[]) => {
  const { output } = await yigao(...args, '--json');
  return JSON.parse(output.slice(output.indexOf('{')));
};

describe.sequential('npx yigao', () => {
  it('publishes the real document with no service running: shows what it recognised, doubted, and where it is', async () => {
    const { code, output } = await yigao('publish', POLICY, '--column', 'zcwj', '--approve-as', '李四');
    expect(code).toBe(0);
    for (const recognised of [
      '标题：明溪县人民政府办公室关于印发明溪县全面推进基层政务公开标准化规范化工作实施方案的通知',
      `文号：${NUMBER}`,
      '发文机关：明溪县人民政府办公室',
      '成文日期：2020-09-28',
      '附件 明溪县推进政务公开工作联席会议制度',
      '存疑',
    ]) {
      expect(output).toContain(recognised);
    }
    expect(output).toMatch(/县政府门户网站\s+已发布\s+http/);
    expect(output).toMatch(/明溪在线\s+已发布\s+http/);
  });

  it('talks to the service once one runs, and finds there what was published', async () => {
    service = run('start', ['--no-demo', '--port', '0', '--data', join(folder, 'data')]);
    // Before that a command would start one of its own, and the two would be after the same data.
    await service.printed('已就绪');
    expect((await yigao('status')).output).toContain('已发布');
    const item = await json('status', NUMBER);
    expect(item).toMatchObject({ externalId: NUMBER, revision: 1, type: 'policy' });
    expect(item.deliveries.map(({ status }: { status: string }) => status)).toEqual(['live', 'live']);
  });

  it('proves the log of what happened', async () => {
    const { code, output } = await yigao('log', 'verify');
    expect(output).toMatch(/日志核验通过：已封存 \d+ 条，等待封存 \d+ 条\n链尾哈希 [0-9a-f]{64}/);
    expect(code).toBe(0);
    expect(await json('log', 'verify')).toMatchObject({ broken: null });
  });

  it('hands nothing in that nobody approved', async () => {
    const { code, output } = await yigao('publish', POLICY, '--column', 'zcwj', '--id', 'other');
    expect(code).toBe(0);
    expect(output).toContain('尚未报送');
    expect((await json('status')).items).toHaveLength(1);
  });

  it('lists every issue with its place, and ends with 1', async () => {
    const { code, output } = await yigao(
      'publish',
      POLICY,
      '--column',
      'nowhere',
      '--id',
      'b',
      '--author',
      '李四',
      '--approve-as',
      '李四',
    );
    expect(code).toBe(1);
    expect(output).toMatch(/column：.*nowhere/);
    expect(output).toMatch(/approvals\[0\]：.*不能审签自己的稿件/);
  });

  it('corrects: the new revision replaces the copies, everything else stays', async () => {
    const { revision, deliveries } = await json('correct', NUMBER, '--summary', '更正后的摘要', '--approve-as', '李四');
    expect(revision).toBe(2);
    expect(deliveries).toMatchObject([{ actualRevision: 2 }, { actualRevision: 2 }]);
    const { revisions } = await json('status', NUMBER);
    expect(revisions[0].content).toMatchObject({ summary: '更正后的摘要', documentNumber: NUMBER, column: 'zcwj' });
  });

  it('withdraws with a reason, and not without', async () => {
    expect(await yigao('withdraw', NUMBER)).toMatchObject({ code: 1, output: expect.stringContaining('--reason') });
    const { deliveries } = await json('withdraw', NUMBER, '--reason', '内容有误');
    expect(deliveries).toMatchObject([{ status: 'withdrawn' }, { status: 'withdrawn' }]);
  });

  it('retries, and says why there is nothing to retry', async () => {
    const answer = await json('retry', NUMBER);
    expect(answer.error).toMatchObject({ code: 'not-now', message: expect.stringContaining('已撤回') });
  });

  it.each([
    [['publish', '/nowhere.docx', '--column', 'zcwj'], '没有这个文件'],
    [['publish', fileURLToPath(import.meta.url), '--column', 'zcwj'], 'Word'],
    [['status', 'nothing'], '没有找到稿件'],
    [['publish', '--colour', 'red'], '--colour'],
    [['dance'], '没有“dance”这个命令'],
  ])('tells in Chinese what is wrong with %j', async (args, words) => {
    const { code, output } = await yigao(...args);
    expect(code).toBe(1);
    expect(output).toContain(words);
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('fills in a report, issues it and writes it as a file; says what a wrong value should have been', async () => {
    const year = String(new Date().getFullYear() - 1);
    const file = join(folder, '年报.docx');
    const issued = await yigao('report', 'annual', '--year', year, '--set', 'users=12', '--issue', '--out', file);
    expect(issued.output).toMatch(/办事服务\s+users\s+注册用户数\s+12个\s+填报/);
    expect([issued.code, readFileSync(file).subarray(0, 2).toString()]).toEqual([0, 'PK']);
    const { due, issued: list } = await json('report');
    expect(due.map(({ kind }: { kind: string }) => kind)).toEqual(['annual', 'quarterly', 'monthly']);
    expect(list).toMatchObject([{ kind: 'annual', period: year, number: 1 }]);
    const wrong = await yigao('report', 'annual', '--year', year, '--set', 'users=很多', '--set', 'nobody=1');
    expect(wrong.code).toBe(1);
    expect(wrong.output).toContain('users：格式不对，应为不小于 0 的整数');
    expect(wrong.output).toContain('nobody：没有这个字段');
    expect((await yigao('report', 'weekly')).output).toContain('用法：npx yigao report');
  });
});
