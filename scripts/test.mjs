// The whole check, from an empty clone: set-up, then every stage, then "N passed, N failed" and, where any were, "N skipped".
//   node scripts/test.mjs [stage]...      only these stages and what they need
import { availableParallelism } from 'node:os';
import { runStages } from './check/schedule.mjs';
import { STAGES } from './check/stages.mjs';
import { nodeComplaint } from './setup/steps.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

/** A stage that ran no test proves nothing, so it has failed. */
const ranNothing = ({ counts, absent }) =>
  counts !== null && absent === undefined && counts.passed + counts.failed === 0;
const failuresOf = (outcome) => {
  if (outcome.ok && !ranNothing(outcome)) return outcome.counts?.failed ?? 0;
  return Math.max(1, outcome.counts?.failed ?? 0);
};

function describeOutcome(outcome) {
  if (outcome.absent !== undefined) return `could not run here. ${outcome.absent.why}`;
  if (outcome.note !== undefined) return outcome.note;
  if (outcome.counts === null) return '';
  if (ranNothing(outcome)) return 'ran no test at all';
  const { passed, failed, skipped } = outcome.counts;
  return [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`]
    .filter(Boolean)
    .join(', ');
}

function report(stage, outcome, seconds) {
  const failed = failuresOf(outcome) > 0;
  const word = outcome.absent !== undefined ? 'ABSENT' : failed ? 'FAILED' : 'ok';
  const late = seconds > stage.shareSeconds ? `  (its share is ${stage.shareSeconds} s)` : '';
  say(
    `${word.padEnd(7)} ${stage.name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s  ${describeOutcome(outcome)}${late}`,
  );
  for (const line of outcome.said ?? []) say(`        ${line}`);
  if (failed && outcome.output !== '') say(`\n${outcome.output.trimEnd()}\n`);
}

function chosenStages(names) {
  if (names.length === 0) return STAGES;
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    say(`no stage ${unknown.join(', ')}; there are: ${STAGES.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  const wanted = new Set(names);
  for (const stage of [...STAGES].reverse())
    if (wanted.has(stage.name)) for (const need of stage.needs) wanted.add(need);
  return STAGES.filter(({ name }) => wanted.has(name));
}

const complaint = nodeComplaint();
if (complaint !== null) {
  say(complaint);
  process.exit(1);
}
const start = performance.now();
const stages = chosenStages(process.argv.slice(2));
say(
  `${stages.length} stages, each told when it ends; all of them usually take about twenty-five minutes on two cores.`,
);
const outcomes = await runStages(stages, {
  cores: Math.max(2, Math.min(availableParallelism(), 4)),
  begin: ({ name }, does) => say(`${'begins'.padEnd(7)} ${name.padEnd(10)} ${does}`),
  report,
});
const all = [...outcomes.values()];
const sum = (kind) => all.reduce((total, { counts }) => total + (counts?.[kind] ?? 0), 0);
const failed = all.reduce((total, outcome) => total + failuresOf(outcome), 0);
say(`\n${((performance.now() - start) / 1_000).toFixed(0)} s in all`);
for (const [name, { absent }] of outcomes) {
  if (absent === undefined) continue;
  say(`not run, so not passed: ${name}`);
  for (const title of absent.tests) say(`  ${title}`);
}
say(`${sum('passed')} passed, ${failed} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
