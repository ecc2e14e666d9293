import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '..');

/** [the file the import is planted in, the specifier, a word of the message that must come back] */
const FORBIDDEN: readonly (readonly [string, string, string])[] = [
  ['lib/engine/a.ts', '../../services/clock.ts', 'nothing outside lib'],
  ['lib/engine/a.ts', '../../app/page.tsx', 'nothing outside lib'],
  ['lib/engine/a.ts', 'node:fs', 'pure'],
  ['lib/engine/a.ts', 'postgres', 'pure'],
  ['lib/engine/a.ts', 'viem/actions', 'pure'],
  ['lib/engine/a.ts', 'viem#createPublicClient', 'clients or transports'],
  ['lib/engine/a.test.ts', '../../services/store/pool.ts', 'core alone'],
  ['services/env.ts', './store/pool.ts', 'below every service'],
  ['services/log.ts', './bot/tick.ts', 'below every service'],
  ['services/bot/tick.ts', '../store/leases.ts', 'port handed'],
  ['services/bot/tick.ts', '../chain/clients.ts', 'port handed'],
  ['services/bot/tick.ts', '../wire.ts', 'port handed'],
  ['services/bot/tick.ts', '../indexer/settle.ts', 'port handed'],
  ['services/indexer/settle.ts', '../bot/tick.ts', 'port handed'],
  ['services/indexer/settle.ts', '../chain/clients.ts', 'port handed'],
  ['services/portfolios/list.ts', '../store/reads.ts', 'port handed'],
  ['services/portfolios/list.ts', '../bot/tick.ts', 'port handed'],
  ['services/auth/secret.ts', '../env.ts', 'port handed'],
  ['services/chain/lens.ts', '../store/pool.ts', 'never a sibling'],
  ['services/prices/chainlink.ts', '../chain/clients.ts', 'never a sibling'],
  ['services/venues/book/place.ts', '../../store/orders.ts', 'never a sibling'],
  ['services/venues/book/place.ts', '../../chain/clients.ts', 'never a sibling'],
  ['services/store/orders.ts', '../venues/port.ts', 'never a sibling'],
  ['services/notify/mail.ts', '../prices/port.ts', 'never a sibling'],
  ['services/store/orders.ts', '../wire.ts', 'never a sibling'],
  ['services/wire.ts', '../app/page.tsx', 'services and lib'],
  ['services/wire.ts', '../stack/supervisor.ts', 'services and lib'],
  ['components/band-bar.tsx', '../services/log.ts', 'components and lib'],
  ['components/band-bar.tsx', '../app/page.tsx', 'components and lib'],
  ['components/band-bar.tsx', 'node:fs', 'components and lib'],
  ['app/page.tsx', '../services/store/pool.ts', 'services/wire'],
  ['app/page.tsx', '../services/env.ts', 'services/wire'],
  ['app/page.tsx', '../stack/supervisor.ts', 'A route imports'],
  ['app/page.tsx', 'postgres', 'A route imports'],
  ['cli/bot.ts', '../services/bot/tick.ts', 'services/wire only'],
  ['cli/bot.ts', '../app/page.tsx', 'A command imports'],
  ['stack/supervisor.ts', '../services/store/pool.ts', 'services/wire only'],
  ['stack/supervisor.ts', '../hardhat/test/fixture.ts', 'not its sources'],
  ['stack/supervisor.ts', '../cli/bot.ts', 'The stack imports'],
  ['cli/taker/main.ts', '../../services/log.ts', 'stranger'],
  ['cli/taker/main.ts', '../../lib/money/units.ts', 'lib/abi only'],
  ['cli/taker.ts', 'postgres', 'stranger'],
  ['hardhat/test/a.ts', '../../lib/money/units.ts', 'nothing outside itself'],
  ['scripts/setup.mjs', 'zod', 'before anything is installed'],
  ['scripts/other.ts', '../stack/supervisor.ts', 'Nothing imports the local stack'],
];

const ALLOWED: readonly (readonly [string, string])[] = [
  ['lib/engine/ok.ts', '../money/units.ts'],
  ['lib/engine/ok.ts', 'zod'],
  ['lib/engine/ok.ts', 'viem#keccak256'],
  ['lib/engine/ok.test.ts', 'vitest#it'],
  ['services/env.ts', '../lib/policy/policy.ts'],
  ['services/bot/ok.ts', '../../lib/engine/decide.ts'],
  ['services/bot/ok.ts', './ports.ts'],
  ['services/chain/ok.ts', '../log.ts'],
  ['services/chain/ok.ts', '../env.ts'],
  ['services/venues/book/ok.ts', '../port.ts'],
  ['services/venues/registry.ts', './book/place.ts'],
  ['services/store/ok.pg.test.ts', '../bot/tick.ts'],
  ['services/wire.ts', './store/pool.ts'],
  ['components/ui/ok.tsx', '../band-bar.tsx'],
  ['components/ui/ok.tsx', '../../lib/api/portfolio-dto.ts'],
  ['app/portfolios/page.tsx', '../../services/wire.ts'],
  ['app/portfolios/page.tsx', '../../services/portfolios/list.ts'],
  ['app/portfolios/page.tsx', '../../components/band-bar.tsx'],
  ['cli/ok.ts', '../services/wire.ts'],
  ['cli/ok.ts', '../lib/engine/decide.ts'],
  ['stack/ok.ts', '../services/wire.ts'],
  ['stack/ok.ts', '../hardhat/artifacts/Balancer.json'],
  ['cli/taker.ts', './taker/main.ts'],
  ['cli/taker/ok.ts', '../../lib/abi/balancer.ts'],
  ['e2e/ok.spec.ts', '../stack/supervisor.ts'],
];

/** [file, source, the rule that must fire] */
const FORBIDDEN_CODE: readonly (readonly [string, string, string])[] = [
  ['lib/money/date.ts', 'export const now = () => Date.now();', 'noRestrictedGlobals'],
  ['lib/money/env.ts', 'export const key = () => process.env.KEY;', 'noRestrictedGlobals'],
  ['lib/money/net.ts', "export const get = () => fetch('/');", 'noRestrictedGlobals'],
  ['lib/money/dice.ts', 'export const dice = () => Math.random();', 'noJsRestrictedProperties'],
  ['lib/money/log.ts', "export const say = () => console.log('x');", 'noConsole'],
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
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
    }),
  ),
});

type Finding = { readonly rule: string; readonly place: string; readonly text: string };

/** `name#export` plants a named import, anything else an import of the module. */
function importLine(specifier: string): string {
  const [from = specifier, name] = specifier.split('#');
  return name === undefined ? `import '${from}';` : `import { ${name} } from '${from}';`;
}

/** Writes the lines into a copy of the tree that holds our Biome configuration and nothing else, and lints it. */
function lint(lines: readonly (readonly [file: string, line: string])[]): readonly Finding[] {
  const tree = mkdtempSync(join(tmpdir(), 'import-rules-'));
  try {
    cpSync(join(ROOT, 'biome.jsonc'), join(tree, 'biome.jsonc'));
    writeFileSync(join(tree, '.gitignore'), 'node_modules/\n');
    for (const [file, line] of lines) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      appendFileSync(join(tree, file), `${line}\n`);
    }
    const run = spawnSync(
      join(ROOT, 'node_modules/.bin/biome'),
      ['lint', '--reporter=json', '--max-diagnostics=none', '.'],
      { cwd: tree, encoding: 'utf8', maxBuffer: 64 << 20 },
    );
    return Report.parse(JSON.parse(run.stdout)).diagnostics.map((found) => ({
      rule: found.category,
      place: `${found.location.path}:${found.location.start.line}`,
      text: found.message,
    }));
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/** Each planted line's place in its file: several lines of one file are appended in order. */
function placesOf(lines: readonly (readonly [file: string, line: string])[]): readonly string[] {
  const count = new Map<string, number>();
  return lines.map(([file]) => {
    const line = (count.get(file) ?? 0) + 1;
    count.set(file, line);
    return `${file}:${line}`;
  });
}

describe('the linter keeps the rooms apart', () => {
  const planted = FORBIDDEN.map(([file, specifier]) => [file, importLine(specifier)] as const);
  const findings = lint(planted);
  const places = placesOf(planted);
  it.each(
    FORBIDDEN.map(([file, specifier, word], index) => ({ file, specifier, word, place: places[index] })),
  )('$file must not import $specifier', ({ place, word }) => {
    const here = findings.filter((f) => f.place === place && f.rule === 'lint/style/noRestrictedImports');
    expect(here.map((f) => f.text).join('\n')).toContain(word);
  });

  const permitted = ALLOWED.map(([file, specifier]) => [file, importLine(specifier)] as const);
  const complaints = lint(permitted).filter((f) => f.rule === 'lint/style/noRestrictedImports');
  const permittedPlaces = placesOf(permitted);
  it.each(ALLOWED.map(([file, specifier], index) => ({ file, specifier, place: permittedPlaces[index] })))(
    '$file may import $specifier',
    ({ place }) => {
      expect(complaints.filter((f) => f.place === place)).toEqual([]);
    },
  );
});

describe('the linter keeps clock, chance, environment and loose types out', () => {
  const findings = lint(FORBIDDEN_CODE.map(([file, code]) => [file, code] as const));
  it.each(FORBIDDEN_CODE.map(([file, code, rule]) => ({ file, code, rule })))(
    '$rule refuses, in $file: $code',
    ({ file, rule }) => {
      expect(findings.filter((f) => f.place.startsWith(`${file}:`)).map((f) => f.rule)).toContainEqual(
        expect.stringMatching(new RegExp(`/${rule}$`)),
      );
    },
  );
});
