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

const { breakArtifacts } = require('./compile.cjs');
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

/** The files of a mutant as it breaks them, or why it doesn't apply. */
function patched(mutant) {
  const texts = {};
  for (const [file, changes] of Object.entries(mutant)) {
    const path = `hardhat/contracts/${file}`;
    texts[path] = readFileSync(join(copy, path), 'utf8');
    for (const [from, to] of changes) {
      if (texts[path].split(from).length !== 2)
        return { problem: `does not apply to ${file}: ${from.trim().slice(0, 60)}` };
      texts[path] = texts[path].replace(from, () => to);
    }
  }
  return { texts };
}

function verdict(name) {
  const { texts, problem } = patched(mutants[name]);
  if (problem) return problem;
  const broken = breakArtifacts(copy, texts);
  if (broken.problem) return `does not compile\n${broken.problem}`;
  try {
    const suite = runSuite(testsOf(name));
    if (suite.status === 0) return 'SURVIVED';
    // Only a test that failed caught anything: not a tool that broke.
    return /^\[FAIL/m.test(suite.stdout) ? 'caught' : `ran no tests\n${suite.stdout}${suite.stderr}`;
  } finally {
    broken.restore();
  }
}

/** Without any mutant: as forge compiles, then with what a mutant would break compiled here. */
function requireGreen(tests, name) {
  const asItStands = Object.keys(mutants[name]).map((file) => `hardhat/contracts/${file}`);
  for (const files of [[], asItStands]) {
    const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(copy, file), 'utf8')]));
    const { restore, problem } =
      files.length === 0 ? { restore: () => undefined } : breakArtifacts(copy, texts);
    const suite = runSuite(tests);
    restore();
    if (suite.status === 0 && !problem) continue;
    const failures = suite.stdout.split('\n').filter((line) => line.startsWith('[FAIL'));
    const end = `${suite.stdout}${suite.stderr}`.slice(-2000);
    console.error(`the tests fail without any mutant\n${problem ?? ''}${failures.join('\n')}\n${end}`);
    process.exit(1);
  }
}

for (const tests of new Set(names.map(testsOf)))
  requireGreen(
    tests,
    names.find((name) => testsOf(name) === tests),
  );
let bad = 0;
for (const name of names) {
  const result = verdict(name);
  if (result !== 'caught') bad += 1;
  console.log(`${name} ${result}`);
}
console.log(`${names.length - bad} of ${names.length} caught`);
process.exitCode = bad === 0 ? 0 : 1;
