// Guards the tests: breaks one rule at a time in a COPY of the contracts and expects the Solidity tests to fail.
// One line each, `NAME caught`; ends non-zero if any survives, doesn't compile or no longer applies.
// usage: node mutants/run.cjs [name, or the beginning of names and *, ...]
const { spawnSync } = require('node:child_process');
const {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const mutants = require('./list.cjs');
const root = resolve(__dirname, '../..');
const wanted = process.argv.slice(2);
const isWanted = (name) =>
  wanted.some((want) => (want.endsWith('*') ? name.startsWith(want.slice(0, -1)) : name === want));
const names = Object.keys(mutants).filter((name) => wanted.length === 0 || isWanted(name));
const forge = require('../forge-binary.cjs');
const { placeFramework } = require('../delegation-framework.cjs');

/** The tests of a kind of account, which are all that its mutants are shown to: the others never deploy what is broken. */
const TESTS = { delegated: 'hardhat/test/Delegated*.t.sol', cash: 'hardhat/test/Cash*.t.sol' };
const testsOf = (name) => TESTS[name.split('-')[0]];

const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
placeFramework(join(copy, 'hardhat/cache-forge'));
const parts = ['contracts', 'test', 'foundry.toml', 'solc.cjs', 'artifacts', 'package.json'];
// With what forge has compiled already, where it has.
for (const part of [...parts, 'out', 'cache-forge/solidity-files-cache.json']) {
  if (!existsSync(join(root, 'hardhat', part))) continue;
  cpSync(join(root, 'hardhat', part), join(copy, 'hardhat', part), { recursive: true });
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
// The tests read build files through the link, which forge resolves.
const config = join(copy, 'hardhat/foundry.toml');
const permission = `fs_permissions = [{ access = "read", path = ${JSON.stringify(root)} }, `;
writeFileSync(config, readFileSync(config, 'utf8').replace('fs_permissions = [', permission));

const SLOW = 'Invariant|Gas|Differential';

function run(args) {
  const env = {
    ...process.env,
    FOUNDRY_CONFIG: 'hardhat/foundry.toml',
    FOUNDRY_DISABLE_NIGHTLY_WARNING: '1',
    FOUNDRY_FUZZ_RUNS: '32',
    // What is broken is the source: Hardhat's artifacts know nothing of it.
    CONTRACTS: 'editing',
  };
  return spawnSync(forge, [...args, '--root', '.'], { cwd: copy, env, encoding: 'utf8' });
}

/** Everything, or these files, but the campaigns and the gas figures: quick, and without chance. */
function runSuite(tests) {
  const only = tests === undefined ? [] : ['--match-path', tests, '--no-match-path', '*Invariant*'];
  return run(['test', '--no-match-contract', SLOW, '--fail-fast', ...only]);
}

function patch(mutant) {
  const originals = [];
  for (const [file, changes] of Object.entries(mutant)) {
    const path = join(copy, 'hardhat/contracts', file);
    const original = readFileSync(path, 'utf8');
    originals.push([path, original]);
    let text = original;
    for (const [from, to] of changes) {
      if (text.split(from).length !== 2)
        return { originals, problem: `does not apply to ${file}: ${from.trim().slice(0, 60)}` };
      text = text.replace(from, () => to);
    }
    writeFileSync(path, text);
  }
  return { originals };
}

function verdict(name) {
  const { originals, problem } = patch(mutants[name]);
  try {
    if (problem) return problem;
    const suite = runSuite(testsOf(name));
    if (suite.status === 0) return 'SURVIVED';
    // Only a test that failed caught anything: not a patch that doesn't compile, nor a tool that broke.
    return /^\[FAIL/m.test(suite.stdout) ? 'caught' : `ran no tests\n${suite.stdout}${suite.stderr}`;
  } finally {
    for (const [path, text] of originals) writeFileSync(path, text);
  }
}

for (const tests of new Set(names.map(testsOf))) {
  const baseline = runSuite(tests);
  if (baseline.status === 0) continue;
  const failures = baseline.stdout.split('\n').filter((line) => line.startsWith('[FAIL'));
  console.error(`the tests fail without any mutant\n${failures.join('\n')}\n${baseline.stdout.slice(-2000)}`);
  process.exit(1);
}
let bad = 0;
for (const name of names) {
  const result = verdict(name);
  if (result !== 'caught') bad += 1;
  console.log(`${name} ${result}`);
}
console.log(`${names.length - bad} of ${names.length} caught`);
process.exitCode = bad === 0 ? 0 : 1;
