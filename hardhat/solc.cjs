#!/usr/bin/env node
// solc-js in the shape forge expects of a native compiler: `--version` and `--standard-json`.
const solc = require('solc');
if (process.argv.includes('--version')) {
  console.log(
    `solc, the solidity compiler commandline interface\nVersion: ${solc.version().replace('.Emscripten.clang', '.Linux.g++')}`,
  );
} else {
  process.stdout.write(solc.compile(require('node:fs').readFileSync(0, 'utf8')));
}
