import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

/** Files by their path from the project's folder, with their text. */
export type Tree = ReadonlyMap<string, string>;

export const ROOT = resolve(import.meta.dirname, '../..');

/** Every TypeScript and JavaScript file of the project that git tracks, or would: untracked ones that it does not ignore count. */
export const projectTree = (): Tree => {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => /\.(tsx?|mjs|cjs)$/.test(file));
  return new Map(
    files
      .filter((file) => existsSync(join(ROOT, file)))
      .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
  );
};

/** One import of a file, as written. */
export type Import = { readonly specifier: string; readonly line: number };

const lineAt = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;

/** What stands between quotes in a dynamic import: `import('./a.ts')` and `import(new URL('../a.ts', …).href)` alike. */
const quoted = (code: string): string | undefined => /['"`]([^'"`]+)['"`]/.exec(code)?.[1];

const REQUIRE = /\brequire\(['"]([^'"]+)['"]\)/g;

/**
 * Every import of a TypeScript or JavaScript file: static ones (type-only included), re-exports, dynamic ones whose target is
 * written out, and `require` in CommonJS.
 */
export const readImports = (file: string, source: string): readonly Import[] => {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found = [
    ...module.staticImports.map(({ moduleRequest }) => [moduleRequest.value, moduleRequest.start] as const),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) =>
        moduleRequest === null || moduleRequest === undefined
          ? []
          : [[moduleRequest.value, moduleRequest.start] as const],
      ),
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      const specifier = quoted(source.slice(start, end));
      return specifier === undefined ? [] : [[specifier, start] as const];
    }),
    ...(file.endsWith('.cjs')
      ? [...source.matchAll(REQUIRE)].map((match) => [match[1] ?? '', match.index] as const)
      : []),
  ];
  return found.map(([specifier, offset]) => ({ specifier, line: lineAt(source, offset) }));
};
