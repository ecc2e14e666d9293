import { parseSync } from 'oxc-parser';

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
