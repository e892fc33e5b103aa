// Plain Node: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** First Node 20 that our parts accept (cheerio, oxlint, htmlparser2: ≥ 20.19). */
const NODE = [20, 19];

/** A line for a person, no stack. */
export class InstallError extends Error {
  name = 'InstallError';
}

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

const fits = (wanted, mine) => {
  if (!wanted) return true;
  return wanted.includes(mine) || (wanted.some((name) => name.startsWith('!')) && !wanted.includes(`!${mine}`));
};

/** Whether npm would put this package of the lock file on this machine. An optional one may be missing for cause. */
const isWanted = (entry, dev) =>
  (dev || !(entry.dev || entry.devOptional)) &&
  !entry.optional &&
  !entry.link &&
  fits(entry.os, process.platform) &&
  fits(entry.cpu, process.arch);

/** What the lock file demands and `node_modules` lacks or has in another version. */
export const missingPackages = (root, { dev }) => {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return ['*'];
  const found = readPackages(installed);
  return Object.entries(wanted)
    .filter(([path, entry]) => path !== '' && isWanted(entry, dev) && found[path]?.version !== entry.version)
    .map(([path]) => path);
};

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
/** An install never takes longer; an older lock was left by a killed one. */
const STALE_MS = 15 * 60_000;

const isStale = (file) => {
  try {
    return Date.now() - statSync(file).mtimeMs > STALE_MS;
  } catch {
    return false;
  }
};

/** Two commands started at once install one after the other. */
const withLock = (root, work) => {
  const file = join(root, 'node_modules', '.installing');
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    try {
      closeSync(openSync(file, 'wx'));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isStale(file)) rmSync(file, { force: true });
      else sleep(300);
    }
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
};

/**
 * `npm install --no-save` and not `npm ci`: both follow the lock file, but the latter fails where a mirror misses an
 * optional package of another platform, and it throws away what is there to add what is missing.
 */
const runNpm = (root, dev) => {
  const args = [
    'install',
    '--no-save',
    ...(dev ? [] : ['--omit=dev']),
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const { status, error } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    const why = error ? `（${error.message}）` : '';
    throw new InstallError(`依赖安装失败${why}；请检查网络与 npm 镜像设置后重试，或手工运行 npm install`);
  }
};

/** `npx yigao` finds the command here without asking any registry. */
const linkCommand = (root) => {
  const link = join(root, 'node_modules', '.bin', 'yigao');
  mkdirSync(dirname(link), { recursive: true });
  if (!existsSync(link)) symlinkSync('../../bin/yigao.mjs', link);
};

const onWritable = (root, work) => {
  try {
    return work();
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
    throw new InstallError(
      `项目目录 ${root} 不可写（${error.code}）；请换到可写的目录，或先由有权限的用户运行 npm install`,
    );
  }
};

/** Installs what the lock file demands and is missing; answers quickly when nothing is. Throws InstallError. */
export const ensureInstalled = ({ dev, root = ROOT, say = console.error }) => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    throw new InstallError(`需要 Node ${NODE.join('.')} 以上，现为 ${process.versions.node}；请升级 Node`);
  }
  if (missingPackages(root, { dev }).length === 0) return;
  onWritable(root, () =>
    withLock(root, () => {
      if (missingPackages(root, { dev }).length === 0) return;
      say(dev ? '正在安装依赖（含测试工具）…' : '正在安装依赖…');
      runNpm(root, dev);
      linkCommand(root);
    }),
  );
};

/** Runs an entry written in TypeScript, in this very process, so that signals and exit codes are its own. */
export const runEntry = async (entry, { dev = false } = {}) => {
  try {
    ensureInstalled({ dev });
    const { importTypeScript } = await import('./compile.mjs');
    await importTypeScript(entry);
  } catch (error) {
    console.error(error instanceof InstallError ? error.message : error);
    process.exitCode = 1;
  }
};
