// The long campaigns: empties the last one's tables, runs, prints what was done even after a failure, and ends with the first
// code that isn't 0.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { emptyTables } = require('./campaign-table.cjs');

const node = (file, args) =>
  spawnSync(process.execPath, [join(__dirname, file), ...args], {
    stdio: 'inherit',
    env: { ...process.env, FOUNDRY_PROFILE: 'deep' },
  }).status ?? 1;

emptyTables();
const campaign = node('forge.cjs', ['test', '--match-contract', 'Invariant', ...process.argv.slice(2)]);
const report = node('campaign.cjs', []);
process.exitCode = campaign || report;
