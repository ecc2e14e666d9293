import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from '../setup/process.mjs';
import { doStep, STEPS } from '../setup/steps.mjs';
import {
  countPlaywright,
  countSimulation,
  countSolidity,
  countVitest,
  journeysOf,
  vitestFailures,
} from './counts.mjs';
import { HOW_TO_GET_CHROMIUM, provideChromium } from './find-chromium.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ ok: boolean, output: string, counts: Counts | null, note?: string, absent?: { why: string, tests: readonly string[] }, said?: readonly string[] }} Outcome
 *   `counts` is null for set-up, which tests nothing; `absent` says why a stage could not run here, and which tests did not;
 *   `said` is told under its line, passed or not.
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly string[]} needs stages that must have succeeded before
 * @property {number} cores how many of the machine's share it wants
 * @property {number} shareSeconds its share of the whole on a quiet machine; a longer time is told, and fails nothing
 * @property {(begin: (does: string) => void) => Promise<Outcome>} work tells `begin` what it does where that takes long and is silent
 */

const REPORTS = join(ROOT, '.cache/check');
const bin = (name) => `node_modules/.bin/${name}`;

const setUp = (step, shareSeconds, needs = ['packages']) => ({
  name: step.name,
  needs,
  cores: 1,
  shareSeconds,
  async work(begin) {
    const { ok, output, skipped } = await doStep(step, begin);
    return { ok, output, counts: null, note: skipped ? 'up to date' : 'done' };
  },
});

/** A check that is right or wrong as a whole counts as one test. */
const whole = (name, commands, { needs = ['packages'], shareSeconds }) => ({
  name,
  needs,
  cores: 1,
  shareSeconds,
  async work() {
    let output = '';
    for (const command of commands) {
      const result = await run(command);
      output += result.output;
      if (result.code !== 0) return { ok: false, output, counts: { passed: 0, failed: 1, skipped: 0 } };
    }
    return { ok: true, output, counts: { passed: 1, failed: 0, skipped: 0 } };
  },
});

function reportFile(name) {
  mkdirSync(REPORTS, { recursive: true });
  const file = join(REPORTS, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

const outcome = ({ code, output }, counts) => ({ ok: code === 0, output, counts });

const vitest = (project, { needs = ['packages'], cores = 1, shareSeconds }) => ({
  name: project,
  needs,
  cores,
  shareSeconds,
  async work() {
    const file = reportFile(project);
    const command = [bin('vitest'), 'run', '--project', project, '--reporter=verbose', '--reporter=json'];
    const result = await run([...command, `--outputFile.json=${file}`]);
    // The reasons first: whoever reads only the beginning of a long output still learns them.
    const output = `${vitestFailures(file)}\n\n${result.output}`;
    return outcome({ ...result, output }, countVitest(file));
  },
});

const solidity = {
  name: 'solidity',
  needs: ['contracts'],
  cores: 1,
  shareSeconds: 90,
  async work() {
    const result = await run(['npm', 'test', '--silent', '-w', 'hardhat']);
    return outcome(result, countSolidity(result.output));
  },
};

/** The journeys count as skipped, each by its name: whoever reads the end of the output learns what was not shown. */
async function withoutBrowser() {
  const listed = await run([bin('playwright'), 'test', '--list', '--reporter=json']);
  const tests = listed.code === 0 ? journeysOf(listed.output) : [];
  if (tests.length === 0) return { ...outcome(listed, { passed: 0, failed: 1, skipped: 0 }), ok: false };
  const counts = { passed: 0, failed: 0, skipped: tests.length };
  return { ok: true, output: '', counts, absent: { why: HOW_TO_GET_CHROMIUM, tests } };
}

const browser = {
  name: 'browser',
  needs: ['contracts', 'web app'],
  cores: 2,
  shareSeconds: 120,
  async work() {
    const chromium = await provideChromium();
    if (chromium === null) return withoutBrowser();
    const file = reportFile('browser');
    const result = await run([bin('playwright'), 'test', '--reporter=list,json'], {
      env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    });
    return outcome(result, countPlaywright(file));
  },
};

/** As many seeds as fit the time, and a few whatever it takes. */
const simulation = {
  name: 'simulation',
  needs: ['contracts'],
  cores: 1,
  shareSeconds: 120,
  async work() {
    const terms = ['--seeds', '10000', '--seconds', '90', '--least', '15', '--replay', '2'];
    const result = await run([bin('tsx'), '--max-semi-space-size=64', 'sim/run.ts', ...terms]);
    const said = result.output.split('\n').filter((line) => /points|strikes|scenarios|replayed/.test(line));
    return { ...outcome(result, countSimulation(result.output)), said };
  },
};

/** Every stage, in the order in which they are started when nothing else holds them back. @type {readonly Stage[]} */
export const STAGES = [
  setUp(STEPS.packages, 60, []),
  setUp(STEPS.contracts, 120),
  setUp(STEPS.web, 30),
  whole('lint', [[bin('biome'), 'check', '--error-on-warnings', '.']], { shareSeconds: 10 }),
  // Next's build writes the declarations that the types of pages need.
  whole(
    'types',
    [
      [bin('tsc'), '--noEmit'],
      [bin('tsc'), '--noEmit', '-p', 'lib'],
    ],
    { shareSeconds: 30, needs: ['web app'] },
  ),
  whole('knip', [[bin('knip'), '--no-progress']], { shareSeconds: 20 }),
  vitest('unit', { shareSeconds: 60 }),
  solidity,
  vitest('store', { shareSeconds: 90 }),
  vitest('e2e', { shareSeconds: 120, cores: 2, needs: ['contracts', 'web app'] }),
  simulation,
  browser,
];
