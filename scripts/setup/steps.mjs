import { contractsStep, webStep } from './builds.mjs';
import { installStep } from './install.mjs';
import { withLock } from './lock.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => boolean} isDone whether there is nothing to do
 * @property {() => Promise<{ code: number, output: string, timedOut: boolean }>} work
 */

const NODE_VERSION_MIN = [20, 19];

/** @type {Readonly<Record<'packages' | 'contracts' | 'web', Step>>} */
export const STEPS = { packages: installStep, contracts: contractsStep, web: webStep };

/** One plain sentence when this Node.js is too old for the project, else null. */
export function nodeComplaint(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = NODE_VERSION_MIN;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return null;
  return `Node.js ${version} is too old: 1Balancer needs ${NODE_VERSION_MIN.join('.')} or newer. Get it from https://nodejs.org, or run "nvm install 22".`;
}

/**
 * Does a step unless it is done; one process of this folder at a time.
 * @param {Step} step
 * @returns {Promise<{ name: string, ok: boolean, skipped: boolean, seconds: number, output: string }>}
 */
export async function doStep(step) {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  if (step.isDone()) return { name: step.name, ok: true, skipped: true, seconds: seconds(), output: '' };
  return withLock(step.name.replaceAll(' ', '-'), async () => {
    if (step.isDone()) return { name: step.name, ok: true, skipped: true, seconds: seconds(), output: '' };
    const { code, output, timedOut } = await step.work();
    const why = timedOut ? `${output}\n${step.name}: given up, it took too long\n` : output;
    return { name: step.name, ok: code === 0, skipped: false, seconds: seconds(), output: why };
  });
}
