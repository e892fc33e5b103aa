import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));
const EXAMPLE = `${DOCS}examples/short-post/`;

const page = readFileSync(`${DOCS}add-a-channel.md`, 'utf8');
const quoted = Array.from(page.matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm), ([, name = '', code = '']) => ({
  name,
  code,
}));
const files = readdirSync(EXAMPLE).filter((name) => name.endsWith('.ts'));
const read = (name: string): string => readFileSync(EXAMPLE + name, 'utf8');

describe('docs/add-a-channel.md', () => {
  it('quotes every file of its example, once', () => {
    expect(quoted.map(({ name }) => name).sort()).toEqual(files.sort());
  });

  it.each(quoted)('quotes $name as it is', ({ name, code }) => {
    expect(code).toBe(read(name));
  });

  it('links only to what exists', () => {
    const targets = Array.from(page.matchAll(/\]\(([^)]+)\)/g), ([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !existsSync(DOCS + target))).toEqual([]);
  });

  it('shows an adapter that sees what adapters may see: the contract, the kit, core and its own files', () => {
    const sources = files.filter((name) => !name.endsWith('.test.ts'));
    const imports = sources.flatMap((name) =>
      Array.from(read(name).matchAll(/ from '(\.[^']+)'/g), ([, to = '']) => to),
    );
    const allowed = /^(\.\/|\.\.\/\.\.\/\.\.\/(adapters\/(contract\.ts|kit\/)|src\/core\/))/;
    expect(imports.filter((to) => !allowed.test(to))).toEqual([]);
    expect(imports).toContain('../../../adapters/contract.ts');
  });
});
