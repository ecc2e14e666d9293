import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '..');

/** [file, source, the rule that must fire] */
const FORBIDDEN_CODE: readonly (readonly [string, string, string])[] = [
  ['lib/money/date.ts', 'export const now = () => Date.now();', 'noRestrictedGlobals'],
  ['lib/money/env.ts', 'export const key = () => process.env.KEY;', 'noRestrictedGlobals'],
  ['lib/money/net.ts', "export const get = () => fetch('/');", 'noRestrictedGlobals'],
  ['lib/money/dice.ts', 'export const dice = () => Math.random();', 'noJsRestrictedProperties'],
  ['lib/money/log.ts', "export const say = () => console.log('x');", 'noConsole'],
  [
    'lib/engine/client.ts',
    "import { createPublicClient } from 'viem';\nexport const open = createPublicClient;",
    'noRestrictedImports',
  ],
  ['services/store/env.ts', 'export const url = () => process.env.DB_URL;', 'noProcessEnv'],
  ['app/env.ts', 'export const url = () => process.env.DB_URL;', 'noProcessEnv'],
  ['components/env.tsx', 'export const url = () => process.env.DB_URL;', 'noProcessEnv'],
  ['lib/money/any.ts', 'export const f = (x: any): unknown => x;', 'noExplicitAny'],
  ['lib/money/bang.ts', 'export const f = (x: number[]): number => x[0]!;', 'noNonNullAssertion'],
  ['lib/money/BadName.ts', 'export const f = 1;', 'useFilenamingConvention'],
];

const Report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      message: z.string(),
      location: z.object({ path: z.string() }),
    }),
  ),
});

type Finding = { readonly rule: string; readonly file: string };

/** Writes the files into a tree that holds our Biome configuration and nothing else, and lints it. */
function lint(planted: typeof FORBIDDEN_CODE): readonly Finding[] {
  const tree = mkdtempSync(join(tmpdir(), 'import-rules-'));
  try {
    cpSync(join(ROOT, 'biome.jsonc'), join(tree, 'biome.jsonc'));
    writeFileSync(join(tree, '.gitignore'), 'node_modules/\n');
    for (const [file, code] of planted) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), `${code}\n`);
    }
    const run = spawnSync(
      join(ROOT, 'node_modules/.bin/biome'),
      ['lint', '--reporter=json', '--max-diagnostics=none', '.'],
      { cwd: tree, encoding: 'utf8', maxBuffer: 64 << 20 },
    );
    return Report.parse(JSON.parse(run.stdout)).diagnostics.map((found) => ({
      rule: found.category,
      file: found.location.path,
    }));
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

describe('the linter keeps clock, chance, environment and loose types out', () => {
  const findings = lint(FORBIDDEN_CODE);
  it.each(FORBIDDEN_CODE.map(([file, code, rule]) => ({ file, code, rule })))(
    '$rule refuses, in $file: $code',
    ({ file, rule }) => {
      expect(findings.filter((found) => found.file === file).map(({ rule: fired }) => fired)).toContainEqual(
        expect.stringMatching(new RegExp(`/${rule}$`)),
      );
    },
  );
});
