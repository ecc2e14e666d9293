// Runs forge from npm with this folder's configuration, from the repository's root: `node forge.cjs test [more arguments]`.
const { spawnSync } = require('node:child_process');
const { dirname, join } = require('node:path');

const root = join(__dirname, '..');
const bin = join(dirname(require.resolve('@foundry-rs/forge/package.json')), 'bin.mjs');
const env = { ...process.env, FOUNDRY_CONFIG: 'hardhat/foundry.toml', FOUNDRY_DISABLE_NIGHTLY_WARNING: '1' };
const run = spawnSync(process.execPath, [bin, ...process.argv.slice(2), '--root', '.'], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = run.status ?? 1;
