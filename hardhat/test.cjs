// The Solidity tests: everything but gas, then gas against the committed figures (in transactions of their own, so cold), then
// the campaigns' tables. Runs all three even if one fails, and ends non-zero if any did. What is tested are Hardhat's artifacts; the
// optimizer would spend two minutes on the tests themselves, whose own gas counts among the figures alone.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { emptyTables } = require('./campaign-table.cjs');

const node = (file, args, env) =>
  spawnSync(process.execPath, [join(__dirname, file), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });

const PLAIN = {
  FOUNDRY_OPTIMIZER: 'false',
  FOUNDRY_OUT: 'hardhat/cache-forge/plain/out',
  FOUNDRY_CACHE_PATH: 'hardhat/cache-forge/plain/cache',
};

emptyTables();
const runs = [
  node('forge.cjs', ['test', '--no-match-contract', 'Gas'], PLAIN),
  node('forge.cjs', ['test', '--isolate', '--match-contract', 'Gas'], { FORGE_SNAPSHOT_CHECK: 'true' }),
  node('campaign.cjs', [], {}),
];
process.exitCode = runs.every((run) => run.status === 0) ? 0 : 1;
