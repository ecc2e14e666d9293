// Where forge's own binary is. Its npm wrapper (bin.mjs) always exits 0, whatever forge said, so a red test would look green.
const { dirname, join } = require('node:path');
const { createRequire } = require('node:module');

const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };
const fromForge = createRequire(require.resolve('@foundry-rs/forge/package.json'));
const suffix = process.platform === 'win32' ? '.exe' : '';
const platform = `@foundry-rs/forge-${process.platform}-${ARCHITECTURES[process.arch]}`;

module.exports = join(dirname(fromForge.resolve(`${platform}/package.json`)), 'bin', `forge${suffix}`);
