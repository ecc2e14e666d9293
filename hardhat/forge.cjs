// Runs forge from npm with this folder's configuration, from the repository's root: `node forge.cjs test [more arguments]`.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { ensureTables } = require('./campaign-table.cjs');
const { placeFramework } = require('./delegation-framework.cjs');
const forge = require('./forge-binary.cjs');

const env = { ...process.env, FOUNDRY_CONFIG: 'hardhat/foundry.toml', FOUNDRY_DISABLE_NIGHTLY_WARNING: '1' };
ensureTables();
placeFramework();
const args = [...process.argv.slice(2), '--root', '.'];
const run = spawnSync(forge, args, { cwd: join(__dirname, '..'), env, stdio: 'inherit' });
process.exitCode = run.status ?? 1;
