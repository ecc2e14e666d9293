import { contractsStep, webStep } from './builds.mjs';
import { installStep } from './install.mjs';
import { withLock } from './lock.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} does what it does, and how long that usually takes
 * @property {() => boolean} isDone whether there is nothing to do
 * @property {() => Promise<{ code: number, output: string }>} work
 */

/** Least minor version of each release line that package.json's `engines` names; from `AND_NEWER` on, any. */
const NODE_LINES = { 20: 19, 22: 12 };
const AND_NEWER = 24;

/** @type {Readonly<Record<'packages' | 'contracts' | 'web', Step>>} */
export const STEPS = { packages: installStep, contracts: contractsStep, web: webStep };

/** One plain sentence when the project can't run on this Node.js, else null. */
export function nodeComplaint(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= AND_NEWER || minor >= (NODE_LINES[major] ?? Number.POSITIVE_INFINITY)) return null;
  const word = major in NODE_LINES || major < 20 ? 'is too old' : 'is no longer kept up';
  return `Node.js ${version} ${word}: 1Balancer needs 20.19, 22.12, 24 or newer. Get it from https://nodejs.org, or run "nvm install 24".`;
}

/**
 * Does a step unless it is done; one process of this folder at a time.
 * @param {Step} step
 * @param {(does: string) => void} [begin] told at once when there is something to do
 * @returns {Promise<{ name: string, ok: boolean, skipped: boolean, seconds: number, output: string }>}
 */
export async function doStep(step, begin = () => {}) {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  if (step.isDone()) return { name: step.name, ok: true, skipped: true, seconds: seconds(), output: '' };
  begin(step.does);
  return withLock(step.name.replaceAll(' ', '-'), async () => {
    if (step.isDone()) return { name: step.name, ok: true, skipped: true, seconds: seconds(), output: '' };
    const { code, output } = await step.work();
    return { name: step.name, ok: code === 0, skipped: false, seconds: seconds(), output };
  });
}
