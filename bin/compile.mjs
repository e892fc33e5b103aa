import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['src', 'adapters', 'jobs', 'db', 'test', 'docs'];
const KEEP_MS = 7 * 24 * 3_600_000;

const textsIn = (root, folder) => {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const names = readdirSync(path, { recursive: true }).filter((each) => /\.tsx?$/.test(each));
  return names.map((name) => {
    const { mtimeMs, size } = statSync(join(path, name));
    return `${folder}/${name} ${mtimeMs} ${size}`;
  });
};

/** Another text, another stamp; also of what is compiled by another version, or for another place. */
const stampOf = (root, version) => {
  const texts = FOLDERS.flatMap((folder) => textsIn(root, folder)).toSorted((one, other) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update([version, root, ...texts].join('\n'))
    .digest('hex')
    .slice(0, 16);
};

/** A module knows its files by its own address: that of its text, not of what it was compiled to. */
const ownAddresses = {
  name: 'own-addresses',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: path.endsWith('x') ? 'tsx' : 'ts',
    }));
  },
};

const compileInto = async (outdir, root, path, { build }) => {
  await build({
    absWorkingDir: root,
    entryPoints: [path],
    outbase: root,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [ownAddresses],
  });
};

const dropOld = (cache) => {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > KEEP_MS) rmSync(path, { recursive: true, force: true });
  }
};

/** Where compiled programs stay; where nothing may be written, they are compiled for one process. */
const openCache = (root) => {
  const cache = join(root, 'node_modules', '.cache', 'yigao');
  try {
    mkdirSync(cache, { recursive: true });
    dropOld(cache);
    return cache;
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
    const own = mkdtempSync(join(tmpdir(), 'yigao-compiled-'));
    symlinkSync(join(root, 'node_modules'), join(own, 'node_modules'));
    process.once('exit', () => rmSync(own, { recursive: true, force: true }));
    return own;
  }
};

/** Several processes may compile the same at once: each for itself, and the first one's stays. */
const fill = async (folder, compile) => {
  const made = mkdtempSync(join(dirname(folder), 'making-'));
  try {
    await compile(made);
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
  }
};

/**
 * Runs a program written in TypeScript, from the project's root, in this very process: compiled once, until a text changes.
 * Reading each module as TypeScript at every start would take a second longer and 90 MB more.
 */
export const importTypeScript = async (entry, { root = ROOT } = {}) => {
  const esbuild = await import('esbuild');
  const path = resolve(root, entry);
  const name = relative(root, path).replace(/\.tsx?$/, '');
  const cache = openCache(root);
  const folder = join(cache, `${stampOf(root, esbuild.version)}-${name.replaceAll(/\W+/g, '-')}`);
  if (!existsSync(folder)) await fill(folder, (made) => compileInto(made, root, path, esbuild));
  const now = new Date();
  utimesSync(folder, now, now);
  process.setSourceMapsEnabled(true);
  return import(pathToFileURL(join(folder, `${name}.js`)).href);
};
