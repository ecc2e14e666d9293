// The long campaigns and races: empties the last one's tables, runs, prints what was done even after a failure, and ends with the
// first code that isn't 0. `node deep.cjs [the beginning of contracts' names] [more arguments of forge test]`.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { emptyTables } = require('./campaign-table.cjs');

const node = (file, args) =>
  spawnSync(process.execPath, [join(__dirname, file), ...args], {
    stdio: 'inherit',
    env: { ...process.env, FOUNDRY_PROFILE: 'deep' },
  }).status ?? 1;

const [first, ...rest] = process.argv.slice(2);
const some = first !== undefined && !first.startsWith('-');
const more = some ? rest : process.argv.slice(2);
emptyTables();
const campaign = node('forge.cjs', [
  'test',
  '--match-contract',
  some ? `^${first}.*Invariant` : 'Invariant',
  ...more,
]);
const report = node('campaign.cjs', some ? ['--written'] : []);
process.exitCode = campaign || report;
