import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedError, startEmbedded, type Embedded } from '../../db/embedded.ts';
import { takeLock } from '../../db/embedded/lock.ts';
import { findOwner } from '../../db/embedded/owner.ts';

// Each test initialises a cluster; beside a full run on two cores that takes its time.
const HOLDER = new URL('../support/hold-embedded.mjs', import.meta.url).pathname;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yigao-embedded-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = () => ({
  dataDir: join(folder, 'data'),
  rootHome: join(folder, 'root'),
  log: () => undefined,
});

const query = async ({ url }: Pick<Embedded, 'url'>, statement: string): Promise<unknown[]> => {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await client.unsafe(statement);
  } finally {
    await client.end();
  }
};

describe('the embedded PostgreSQL', () => {
  it('keeps its data when it is stopped and started again', async () => {
    const first = await startEmbedded(options());
    await query(first, 'create table kept (word text)');
    await query(first, `insert into kept values ('一稿')`);
    await first.stop();
    const second = await startEmbedded(options());
    expect(await query(second, 'select word from kept')).toEqual([{ word: '一稿' }]);
    await second.stop();
  });

  it('starts anew where its folder was removed, also when the cluster lives elsewhere', async () => {
    const first = await startEmbedded(options());
    await query(first, 'create table kept (word text)');
    await first.stop();
    rmSync(options().dataDir, { recursive: true });
    const second = await startEmbedded(options());
    expect(await query(second, `select to_regclass('kept') as kept`)).toEqual([{ kept: null }]);
    await second.stop();
  });

  it('serves one service per folder, and says which process holds it', async () => {
    const first = await startEmbedded(options());
    await expect(startEmbedded(options())).rejects.toThrow(new RegExp(`正被另一个服务使用（进程 ${process.pid}）`));
    await first.stop();
  });

  it('takes over from a service that was killed, and loses nothing it had committed', async () => {
    const { dataDir, rootHome } = options();
    const holder = fork(HOLDER, [dataDir, rootHome], { execArgv: [] });
    const [held] = (await once(holder, 'message')) as [{ url: string }];
    await query(held, 'create table kept as select 1 as one');
    const gone = once(holder, 'exit');
    holder.kill('SIGKILL');
    await gone;
    const next = await startEmbedded(options());
    expect(await query(next, 'select one from kept')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  it('says in one line what is wrong with the folder', async () => {
    writeFileSync(join(folder, 'file'), '');
    const started = startEmbedded({ ...options(), dataDir: join(folder, 'file', 'data') });
    await expect(started).rejects.toThrow(/^数据目录 .* 不可用：.*--data/);
    await expect(started).rejects.toBeInstanceOf(EmbeddedError);
  });
});

describe('the lock of a data folder', () => {
  const hold = (holder: object): string => {
    const file = join(folder, 'lock');
    writeFileSync(file, JSON.stringify(holder));
    return file;
  };

  it.each([
    ['whose holder is dead', { pid: 4_194_303, startedAt: null }],
    ['whose number now belongs to a later process', { pid: process.pid, startedAt: '1' }],
    ['that was torn by a kill', {}],
  ])('is taken over: one %s', (_name, holder) => {
    const release = takeLock(hold(holder), folder);
    expect(() => takeLock(join(folder, 'lock'), folder)).toThrow(/正被另一个服务使用/);
    release();
    expect(() => takeLock(join(folder, 'lock'), folder)()).not.toThrow();
  });
});

describe('the account a server runs as', () => {
  const passwd = (text: string): string => {
    const file = join(folder, 'passwd');
    writeFileSync(file, text);
    return file;
  };
  const ROOT = 'root:x:0:0:root:/root:/bin/bash\n';
  const NOBODY = 'nobody:x:65534:65534::/:/usr/sbin/nologin\n';

  it('is our own unless we are root', () => {
    expect(findOwner(passwd(ROOT), 1000)).toBeNull();
  });

  it('is one that the machine has, the most fitting first', () => {
    const both = passwd(`${ROOT}${NOBODY}postgres:x:105:109::/var/lib/postgresql:/bin/bash\n`);
    expect(findOwner(both, 0)).toEqual({ name: 'postgres', uid: 105, gid: 109 });
    expect(findOwner(passwd(ROOT + NOBODY), 0)).toMatchObject({ name: 'nobody' });
  });

  it('is asked for in one line where there is none', () => {
    expect(() => findOwner(passwd(ROOT), 0)).toThrow(/yigao、postgres、nobody/);
  });
});
