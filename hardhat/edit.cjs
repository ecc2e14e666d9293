// The Solidity tests while editing, on forge's own build: no IR, so the answer is there in seconds and gas and sizes are not the
// deployed ones. `node edit.cjs [more arguments of forge test]`; needs one `hardhat compile` for 1inch's contracts.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const args = ['test', '--no-match-contract', 'Gas|Invariant', ...process.argv.slice(2)];
const run = spawnSync(process.execPath, [join(__dirname, 'forge.cjs'), ...args], {
  stdio: 'inherit',
  env: { ...process.env, CONTRACTS: 'editing', FOUNDRY_FUZZ_RUNS: '32' },
});
process.exitCode = run.status ?? 1;
