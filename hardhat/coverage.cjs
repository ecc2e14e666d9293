// Line and branch coverage of our own Solidity by its own tests (not the campaign, not the gas figures); ends non-zero below 98 %.
// The optimizer is off here, so sizes and gas are not the real ones: the size limit is lifted for this run only.
const { spawnSync } = require('node:child_process');
const { mkdirSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const LEAST_PER_CENT = 98;
const root = resolve(__dirname, '..');
const cache = join(root, 'hardhat/cache-forge/coverage');
const report = join(cache, 'lcov.info');
mkdirSync(cache, { recursive: true });
require('./delegation-framework.cjs').placeFramework();

const run = spawnSync(
  require('./forge-binary.cjs'),
  [
    ...['coverage', '--root', '.', '--no-match-contract', 'Invariant|Gas'],
    ...['--report', 'lcov', '--report-file', report],
  ],
  {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      FOUNDRY_CONFIG: 'hardhat/foundry.toml',
      FOUNDRY_OUT: join(cache, 'out'),
      FOUNDRY_CACHE_PATH: join(cache, 'cache'),
      FOUNDRY_FUZZ_RUNS: '32',
      CONTRACTS: 'editing',
      FOUNDRY_DISABLE_NIGHTLY_WARNING: '1',
    },
  },
);
if (run.status !== 0) {
  console.error(`${run.stdout}\n${run.stderr}`);
  process.exit(1);
}

const total = { lines: [0, 0], branches: [0, 0] };
for (const record of readFileSync(report, 'utf8').split('end_of_record')) {
  const file = /SF:(.*)/.exec(record)?.[1] ?? '';
  if (!file.startsWith('hardhat/contracts/') || file.startsWith('hardhat/contracts/local/')) continue;
  const number = (key) => Number(new RegExp(`^${key}:(\\d+)`, 'm').exec(record)?.[1] ?? 0);
  const missed = [...record.matchAll(/^BRDA:(\d+),\d+,\d+,(?:0|-)$/gm)].map(([, line]) => line);
  const untouched = [...record.matchAll(/^DA:(\d+),0$/gm)].map(([, line]) => line);
  total.lines = [total.lines[0] + number('LH'), total.lines[1] + number('LF')];
  total.branches = [total.branches[0] + number('BRH'), total.branches[1] + number('BRF')];
  console.log(
    `${file}: lines ${number('LH')}/${number('LF')}, branches ${number('BRH')}/${number('BRF')}${
      untouched.length + missed.length > 0
        ? ` (not reached: lines ${untouched.join(' ') || '-'}, branches of ${missed.join(' ') || '-'})`
        : ''
    }`,
  );
}
const share = ([hit, all]) => (100 * hit) / all;
for (const [what, counts] of Object.entries(total)) {
  console.log(`${what}: ${share(counts).toFixed(2)} % (${counts[0]}/${counts[1]})`);
}
process.exitCode = Object.values(total).every((counts) => share(counts) >= LEAST_PER_CENT) ? 0 : 1;
