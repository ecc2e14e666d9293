// Set-up without dependencies: runs before anything is installed.
//   node scripts/setup.mjs [--only packages|contracts|web]...
import { doStep, nodeComplaint, STEPS } from './setup/steps.mjs';

function wantedSteps(args) {
  const only = [];
  for (let index = 0; index < args.length; index += 1) {
    const value = args[index] === '--only' ? args[index + 1] : undefined;
    if (value === undefined || !(value in STEPS)) {
      process.stderr.write(`usage: npm run setup [-- --only ${Object.keys(STEPS).join('|')}]\n`);
      process.exit(2);
    }
    only.push(value);
    index += 1;
  }
  return only.length === 0 ? Object.keys(STEPS) : only;
}

const complaint = nodeComplaint();
if (complaint !== null) {
  process.stderr.write(`${complaint}\n`);
  process.exit(1);
}
// Standard error: the demo's standard output ends in JSON.
const say = (name, word, rest) =>
  process.stderr.write(`set-up  ${name.padEnd(10)} ${word.padEnd(10)} ${rest}\n`);

/** Says what a step does before it does it, then in one line how it went, and all it said when it failed. */
async function doAndSay(key) {
  const { name } = STEPS[key];
  const { ok, skipped, seconds, output } = await doStep(STEPS[key], (does) => say(name, 'begins', does));
  say(name, skipped ? 'up to date' : ok ? 'done' : 'FAILED', `${seconds.toFixed(1).padStart(6)} s`);
  if (!ok) process.stderr.write(output);
  return ok;
}

// What is built needs the packages; the builds don't need each other.
const wanted = wantedSteps(process.argv.slice(2));
for (const stage of [['packages'], ['contracts', 'web']]) {
  const outcomes = await Promise.all(stage.filter((name) => wanted.includes(name)).map(doAndSay));
  if (outcomes.includes(false)) process.exit(1);
}
