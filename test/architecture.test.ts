import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { adapters } from '../adapters/registry.ts';
import { sandboxes } from '../adapters/sandboxes.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PARTS = ['src', 'adapters', 'jobs', 'db'];

const filesBelow = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });

interface Import {
  readonly from: string;
  /** A file of ours, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const IMPORT = /^(?:import|export)(\s+type)?\b[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

const importsOf = (from: string): Import[] =>
  Array.from(readFileSync(join(ROOT, from), 'utf8').matchAll(IMPORT), (match) => {
    const target = match[2] ?? match[3] ?? match[4] ?? '';
    const to = target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(from), target)) : target;
    return { from, to, typeOnly: match[1] !== undefined };
  });

const sources = PARTS.flatMap(filesBelow).filter((file) => /\.tsx?$/.test(file));
const imports = sources.flatMap(importsOf);
const isIn = (path: string, ...folders: string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
const isOurs = (path: string): boolean => isIn(path, ...PARTS);
const show = ({ from, to }: Import): string => `${from} → ${to}`;

const ENTRIES = ['src/main.ts', 'src/edge.ts', 'src/cli.ts'];
const channelFolder = (path: string): string | null => /^adapters\/([a-z-]+)\//.exec(path)?.[1] ?? null;

/** One arrow each: who may not point where, and which door is the right one. */
const ARROWS: readonly { readonly rule: string; readonly broken: (arrow: Import) => boolean }[] = [
  {
    rule: 'core imports nothing of ours and nothing of Node: move what needs them to a verb or the adapter kit',
    broken: ({ from, to }) =>
      isIn(from, 'src/core') && ((isOurs(to) && !isIn(to, 'src/core')) || to.startsWith('node:')),
  },
  {
    rule: 'an adapter sees the contract, the kit, core and its own folder: ask the Io for anything else',
    broken: ({ from, to }) => {
      const own = channelFolder(from);
      if (own === null || own === 'kit' || !isOurs(to)) return false;
      return !isIn(to, 'adapters/contract.ts', 'adapters/kit', 'src/core', `adapters/${own}`);
    },
  },
  {
    rule: 'the kit sees the contract and core',
    broken: ({ from, to }) =>
      isIn(from, 'adapters/kit') && isOurs(to) && !isIn(to, 'adapters/contract.ts', 'adapters/kit', 'src/core'),
  },
  {
    rule: 'verbs get adapters through the context: import only the types of the contract',
    broken: ({ from, to, typeOnly }) =>
      isIn(from, 'src/items', 'src/deliveries', 'src/accounts', 'src/log', 'src/audits', 'src/catalog', 'src/reach') &&
      isIn(to, 'adapters') &&
      !isIn(to, 'adapters/kit') &&
      !typeOnly,
  },
  {
    rule: 'only jobs/ knows BullMQ and ioredis: write an outbox row instead',
    broken: ({ from, to }) => !isIn(from, 'jobs') && ['bullmq', 'ioredis'].includes(to),
  },
  {
    rule: 'verbs and the web never import jobs/: write an outbox row instead',
    broken: ({ from, to }) =>
      isIn(
        from,
        'src/items',
        'src/deliveries',
        'src/accounts',
        'src/log',
        'src/audits',
        'src/catalog',
        'src/reach',
        'src/web',
      ) && isIn(to, 'jobs'),
  },
  {
    rule: 'src/web never imports db or drizzle: call a verb',
    broken: ({ from, to }) =>
      isIn(from, 'src/web') && (isIn(to, 'db') || to.startsWith('drizzle-orm') || to === 'postgres'),
  },
  {
    rule: 'only src/web, src/edge.ts and a sandbox know Hono',
    broken: ({ from, to }) =>
      (to === 'hono' || to.startsWith('hono/') || to.startsWith('@hono/')) &&
      !isIn(from, 'src/web', ...ENTRIES) &&
      !/\/sandbox(\.tsx?|\/)/.test(from),
  },
  {
    rule: 'nothing imports an entry',
    broken: ({ to }) => ENTRIES.includes(to),
  },
];

const cycleFrom = (start: string, graph: ReadonlyMap<string, readonly string[]>): string[] | null => {
  const seen = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] | null => {
    for (const next of graph.get(file) ?? []) {
      if (next === start) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...path, next]);
      if (found) return found;
    }
    return null;
  };
  return walk(start, [start]);
};

describe('import arrows', () => {
  it.each(ARROWS)('$rule', ({ broken }) => {
    expect(imports.filter(broken).map(show)).toEqual([]);
  });

  it('has no cycles', () => {
    const runtime = imports.filter(({ to, typeOnly }) => isOurs(to) && !typeOnly);
    const graph = new Map(
      sources.map((file) => [file, runtime.filter(({ from }) => from === file).map(({ to }) => to)]),
    );
    expect(sources.flatMap((file) => cycleFrom(file, graph)?.join(' → ') ?? [])).toEqual([]);
  });

  it('reads the environment only in src/config.ts, which an entry hands it to', () => {
    const readers = sources.filter((file) => /\bprocess\.env\b/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(readers.filter((file) => ![...ENTRIES, 'src/config.ts'].includes(file))).toEqual([]);
  });

  it('sees the arrows it judges', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.map(show)).toContain('jobs/converge.ts → src/core/states.ts');
  });
});

describe('channel folders', () => {
  const folders = readdirSync(join(ROOT, 'adapters'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
    .map(({ name }) => name)
    .sort();

  it('registers every folder, and its sandbox, under the folder’s name', () => {
    expect([...adapters.keys()].sort()).toEqual(folders);
    expect([...sandboxes.keys()].sort()).toEqual(folders);
  });

  it.each(folders)('%s has the files by which all adapters are read', (folder) => {
    const files = readdirSync(join(ROOT, 'adapters', folder));
    const expected = [
      'index.ts',
      'limits.ts',
      'render.ts',
      'client.ts',
      'publish.ts',
      'locate.ts',
      'read-page.ts',
      'sandbox.ts',
      'README.md',
    ];
    expect(files).toEqual(expect.arrayContaining(expected));
  });
});
