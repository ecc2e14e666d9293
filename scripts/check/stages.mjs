import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from '../setup/process.mjs';
import { doStep, STEPS } from '../setup/steps.mjs';
import { countPlaywright, countSolidity, countVitest, vitestFailures } from './counts.mjs';
import { HOW_TO_GET_CHROMIUM, provideChromium } from './find-chromium.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ ok: boolean, output: string, counts: Counts | null, note?: string, absent?: string }} Outcome
 *   `counts` is null for set-up, which tests nothing; `absent` says why a stage could not run here.
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly string[]} needs stages that must have succeeded before
 * @property {number} cores how many of the machine's share it wants
 * @property {number} shareSeconds its share of the ten minutes
 * @property {() => Promise<Outcome>} work
 */

const REPORTS = join(ROOT, '.cache/check');
const bin = (name) => `node_modules/.bin/${name}`;

/** A stage may take three times its share on a slow machine before it is ended. */
const PATIENCE = 3;

const setUp = (step, shareSeconds, needs = ['packages']) => ({
  name: step.name,
  needs,
  cores: 1,
  shareSeconds,
  async work() {
    const { ok, output, skipped } = await doStep(step);
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
      const result = await run(command, { timeoutSeconds: shareSeconds * PATIENCE });
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

const outcome = ({ code, output, timedOut }, counts) => ({
  ok: code === 0,
  output: timedOut ? `${output}\nended: it took more than ${PATIENCE} times its share\n` : output,
  counts,
});

const vitest = (project, { needs = ['packages'], cores = 1, shareSeconds }) => ({
  name: project,
  needs,
  cores,
  shareSeconds,
  async work() {
    const file = reportFile(project);
    const command = [bin('vitest'), 'run', '--project', project, '--reporter=default', '--reporter=json'];
    const result = await run([...command, `--outputFile.json=${file}`], {
      timeoutSeconds: shareSeconds * PATIENCE,
    });
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
    const result = await run(['npm', 'test', '--silent', '-w', 'hardhat'], { timeoutSeconds: 90 * PATIENCE });
    return outcome(result, countSolidity(result.output));
  },
};

const browser = {
  name: 'browser',
  needs: ['contracts', 'web app'],
  cores: 2,
  shareSeconds: 120,
  async work() {
    const chromium = provideChromium();
    if (chromium === null) return { ok: true, output: '', counts: null, absent: HOW_TO_GET_CHROMIUM };
    const file = reportFile('browser');
    const result = await run([bin('playwright'), 'test', '--reporter=list,json'], {
      timeoutSeconds: 120 * PATIENCE,
      env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    });
    return outcome(result, countPlaywright(file));
  },
};

/** Every stage, in the order in which they are started when nothing else holds them back. @type {readonly Stage[]} */
export const STAGES = [
  setUp(STEPS.packages, 60, []),
  setUp(STEPS.contracts, 60),
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
  vitest('e2e', { shareSeconds: 120, needs: ['contracts', 'web app'] }),
  browser,
];
