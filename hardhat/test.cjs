// The Solidity tests: everything but gas, then gas against the committed figures (in transactions of their own, so cold), then
// the campaigns' tables. Runs all three even if one fails, and ends non-zero if any did.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { emptyTables } = require('./campaign-table.cjs');

const node = (file, args, env) =>
  spawnSync(process.execPath, [join(__dirname, file), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });

emptyTables();
const runs = [
  node('forge.cjs', ['test', '--no-match-contract', 'Gas'], {}),
  node('forge.cjs', ['test', '--isolate', '--match-contract', 'Gas'], { FORGE_SNAPSHOT_CHECK: 'true' }),
  node('campaign.cjs', [], {}),
];
process.exitCode = runs.every((run) => run.status === 0) ? 0 : 1;
